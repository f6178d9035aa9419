internal import PipelineDescription

/// Decides whether a stage can be taken as it stands: whether a record of it would be that of a success.
package struct AcceptanceCheck {
  private let node: Graph.Node
  private let now: Observation
  private let history: StageHistory?
  private var stage: String { node.stage.name }

  /// Takes a stage, what is to be seen of it, and what is remembered of it.
  package init(_ node: Graph.Node, _ now: Observation, history: StageHistory?) {
    self.node = node
    self.now = now
    self.history = history
  }

  /// Everything that stands in the way; none if it can be accepted.
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

/// Why a stage cannot be taken as it stands.
package enum AcceptanceFault: Error, Equatable, Sendable {
  case attemptFailed(stage: String, AttemptEnd)
  case attemptInterrupted(stage: String)
  /// It has neither inputs nor outputs: no record would make it up to date.
  case alwaysRuns(stage: String)
  case output(stage: String, path: String, Obstacle.Trouble)
  case input(stage: String, path: String, Obstacle.Trouble)
  case script(stage: String, path: String, Obstacle.Trouble)
  /// A glob that matches no file.
  case emptyGlob(stage: String, pattern: String)
}
