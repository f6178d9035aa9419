internal import PipelineEngine
internal import PipelinePlanning
internal import PipelineReporting

/// `pipeline status`: says where the stages stand, and what runs now.
struct StatusCommand {
  let session: Session
  let request: StatusRequest

  func perform() throws(CommandFailure) -> Int32 {
    let workspace = try session.open().workspace
    let selected = try selection(in: workspace)
    // The records after the log: what ends in between is then told as ended.
    let look = try session.look(at: workspace.resolver)
    let memory = try session.memory(of: workspace)
    if memory.damaged > 0 {
      session.warn(Event.Warning.recordsDamaged(count: memory.damaged).message())
    }
    let status: Status
    do throws(SystemFault) {
      status = try StatusJudge(workspace: workspace, look: look, memory: memory)
        .status(of: selected)
    } catch {
      throw session.logFailure(error)
    }
    session.output.write(text(of: status, workspace.graph))
    return ExitStatus.done
  }

  private func text(of status: Status, _ graph: Graph) -> String {
    if request.isJSON {
      return StatusJSON(graph: graph, status: status, states: request.states).text
    }
    return StatusText(
      graph: graph,
      status: status,
      options: StatusText.Options(
        states: request.states,
        verbosity: request.verbosity,
        style: session.appearance.style,
        time: session.appearance.time,
        now: SystemClock().wall
      )
    ).text
  }

  private func selection(in workspace: Workspace) throws(CommandFailure) -> Set<Int> {
    try session.indices(
      Selection(
        stages: request.stages,
        failed: request.isFailed ? try session.failedStages(of: workspace) : nil,
        from: request.from,
        to: request.to,
        downstream: request.downstream,
        folder: session.folder(in: workspace)
      ),
      names: request.names,
      in: workspace
    )
  }
}
