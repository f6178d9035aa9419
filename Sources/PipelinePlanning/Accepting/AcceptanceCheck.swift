internal import PipelineDescription

/// Finds the faults that prevent `accept` from marking a stage as up to date, such as a missing output.
package struct AcceptanceCheck {
  private let node: Graph.Node
  private let now: Observation
  private let history: StageHistory?
  private var stage: String { node.stage.name }

  package init(_ node: Graph.Node, _ now: Observation, history: StageHistory?) {
    self.node = node
    self.now = now
    self.history = history
  }

  package var faults: [AcceptanceFault] { attempt + always + outputs + scripts + inputs }

  private var attempt: [AcceptanceFault] {
    switch history?.lastAttempt {
    case .failed(.stopped), .started: [.attemptInterrupted(stage: stage)]
    case .failed(let end): [.attemptFailed(stage: stage, end)]
    case .succeeded, nil: []
    }
  }

  private var always: [AcceptanceFault] {
    now.recipe.inputs.isEmpty && now.recipe.outputs.isEmpty && now.upstream.isEmpty
      ? [.alwaysRuns(stage: stage)] : []
  }

  private var outputs: [AcceptanceFault] {
    node.distinctOutputs.flatMap { output in
      now.outputs.filter { ExactText($0.pattern) == ExactText(output.text) }
        .flatMap(output.troubles)
        .map { .output(stage: stage, path: $0.shown, $0.trouble) }
    }
  }

  private var scripts: [AcceptanceFault] {
    now.scripts.compactMap { file in
      file.state.trouble(as: .file).map { .script(stage: stage, path: file.path.text, $0) }
    }
  }

  private var inputs: [AcceptanceFault] {
    zip(node.inputs, now.inputs).flatMap { input, set -> [AcceptanceFault] in
      if case .glob = input.pattern.kind, set.files.isEmpty {
        return [.emptyGlob(stage: stage, pattern: input.text)]
      }
      return input.pattern.troubles(in: set).map {
        .input(stage: stage, path: $0.shown, $0.trouble)
      }
    }
  }
}

package enum AcceptanceFault: Error, Equatable, Sendable {
  case attemptFailed(stage: String, AttemptEnd)
  case attemptInterrupted(stage: String)
  /// The stage has neither inputs nor outputs, so no record can make it up to date.
  case alwaysRuns(stage: String)
  case output(stage: String, path: String, Obstacle.Trouble)
  case input(stage: String, path: String, Obstacle.Trouble)
  case script(stage: String, path: String, Obstacle.Trouble)
  case emptyGlob(stage: String, pattern: String)
}
