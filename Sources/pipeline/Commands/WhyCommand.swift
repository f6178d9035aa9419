internal import Foundation
internal import PipelineEngine
internal import PipelinePlanning
internal import PipelineReporting

/// `pipeline why`: says why stages would run now, or why not, and what a file is to the pipeline.
struct WhyCommand {
  let session: Session
  let request: WhyRequest

  func perform() throws(CommandFailure) -> Int32 {
    let workspace = try session.workspace(of: try session.load())
    let named = try stages(in: workspace)
    // The records after the log: what ends in between is then told as ended.
    let look = try session.look(at: workspace.resolver)
    let memory = try session.memory(of: workspace)
    if memory.damaged > 0 {
      session.warn(Event.Warning.recordsDamaged(count: memory.damaged).message())
    }
    if let note = look.state.note(session.appearance.time) { session.note(note) }
    if let file = request.file {
      let explanation = FileJudge(workspace: workspace, look: look, memory: memory)
        .explanation(of: file, typedIn: folder(in: workspace))
      session.output.write(text(of: explanation, workspace.graph))
      return ExitStatus.done
    }
    let judge = WhyJudge(workspace: workspace, look: look, memory: memory)
    let stages = request.names.isEmpty ? judge.stale() : named
    let explanations: [Explanation]
    do throws(SystemFault) {
      explanations = try judge.explanations(of: stages)
    } catch {
      throw session.logFailure(error)
    }
    session.output.write(text(of: explanations, workspace.graph))
    return ExitStatus.done
  }

  private func folder(in workspace: Workspace) -> Path {
    workspace.resolver.path(FileManager.default.currentDirectoryPath)
  }

  /// The stages that are named, in the order of the names, each once.
  private func stages(in workspace: Workspace) throws(CommandFailure) -> [Int] {
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
      throw session.failure([error.message], status: ExitStatus.usage)
    }
    return stages
  }

  private var options: StatusText.Options {
    StatusText.Options(
      verbosity: request.verbosity,
      style: session.appearance.style,
      time: session.appearance.time,
      now: SystemClock().wall
    )
  }

  private func text(of explanations: [Explanation], _ graph: Graph) -> String {
    if request.isJSON { return WhyJSON(graph: graph, explanations: explanations).text }
    return WhyText(graph: graph, explanations: explanations, options: options).text
  }

  private func text(of file: FileExplanation, _ graph: Graph) -> String {
    if request.isJSON { return WhyJSON(graph: graph, file: file).text }
    return FileText(graph: graph, explanation: file, options: options).text
  }
}
