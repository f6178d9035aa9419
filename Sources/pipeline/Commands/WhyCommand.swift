internal import Foundation
internal import PipelineEngine
internal import PipelinePlanning
internal import PipelineReporting

/// `pipeline why`: says why stages would run now, or why not, and what a file is to the pipeline.
struct WhyCommand {
  let session: Session
  let request: WhyRequest

  /// So many stages are explained where none is named, unless all are.
  private static let limit = 10

  func perform() throws(CommandFailure) -> Int32 {
    let workspace = try session.open().workspace
    // The records after the log: what ends in between is then told as ended.
    let look = try session.look(at: workspace.resolver)
    let memory = try session.memory(of: workspace)
    if memory.damaged > 0 {
      session.warn(Event.Warning.recordsDamaged(count: memory.damaged).message())
    }
    let named = try stages(in: workspace, memory)
    if let note = look.state.note(session.appearance.time) { session.note(note) }
    if let file = request.file {
      let explanation = FileJudge(workspace: workspace, look: look, memory: memory)
        .explanation(of: file, typedIn: folder(in: workspace))
      session.output.write(text(of: explanation, workspace.graph))
      return ExitStatus.done
    }
    let judge = WhyJudge(workspace: workspace, look: look, memory: memory)
    let stages = request.names.isEmpty ? judge.stale() : named
    let isCut = request.names.isEmpty && !request.isJSON && request.verbosity != .verbose
    let shown = isCut ? stages.prefix(Self.limit) : stages[...]
    do throws(SystemFault) {
      let explanations = try judge.explanations(of: Array(shown))
      let more = stages.count - shown.count
      session.output.write(text(of: explanations, more: more, workspace.graph))
    } catch {
      throw session.logFailure(error)
    }
    return ExitStatus.done
  }

  private func folder(in workspace: Workspace) -> Path {
    workspace.resolver.path(FileManager.default.currentDirectoryPath)
  }

  /// The stages that are named, in the order of the names, each once.
  private func stages(
    in workspace: Workspace,
    _ memory: Memory
  ) throws(CommandFailure) -> [Int] {
    let folder = folder(in: workspace)
    var stages: [Int] = []
    do throws(SelectionFault) {
      for name in request.names {
        let names = try workspace.stages(named: name, typedIn: folder)
        let found = try Selection(stages: names, folder: folder)
          .indices(in: workspace.graph, resolver: workspace.resolver)
        stages += workspace.graph.order.filter { found.contains($0) && !stages.contains($0) }
      }
    } catch {
      throw session.failure([message(of: error, workspace.graph, memory)], status: ExitStatus.usage)
    }
    return stages
  }

  /// Why a name means nothing; of a stage that the manifest no longer has, when it last ran.
  private func message(
    of fault: SelectionFault,
    _ graph: Graph,
    _ memory: Memory
  ) -> Message {
    guard case .unknownStage(let name, let nearest, let stages) = fault else {
      return fault.message
    }
    let outputs = graph.nodes.flatMap { $0.outputs.map(\.text) }
    let target = nearest ?? nearestName(to: name, among: outputs)
    var message = SelectionFault.unknownTarget(name, nearest: target, stages: stages).message
    if let record = memory.histories[name]?.record {
      message.facts.append(
        Message.Fact(
          label: "history",
          value: "it last succeeded in \(session.appearance.time.run(record.run))"
        )
      )
    }
    return message
  }

  private var options: StatusText.Options {
    StatusText.Options(
      verbosity: request.verbosity,
      style: session.appearance.style,
      time: session.appearance.time,
      now: SystemClock().wall
    )
  }

  private func text(of explanations: [Explanation], more: Int, _ graph: Graph) -> String {
    if request.isJSON { return WhyJSON(graph: graph, explanations: explanations).text }
    return WhyText(graph: graph, explanations: explanations, more: more, options: options).text
  }

  private func text(of file: FileExplanation, _ graph: Graph) -> String {
    if request.isJSON { return WhyJSON(graph: graph, file: file).text }
    return FileText(graph: graph, explanation: file, options: options).text
  }
}
