internal import PipelineEngine
internal import PipelinePlanning
internal import PipelineReporting

/// Performs `pipeline status`, which prints the states of the stages and the run in progress.
struct StatusCommand {
  let session: Session
  let request: StatusRequest

  func perform() throws(CommandFailure) -> Ending {
    let answer = try session.ask { root throws(SessionFault) in
      try root.status(request.selection)
    }
    session.output.write(text(of: answer))
    return Ending(answer: answer)
  }

  private func text(of answer: StatusAnswer) -> String {
    let graph = answer.root.graph
    if session.invocation.isJSON { return answer.status.json(graph, states: request.states) }
    return StatusText(
      graph: graph,
      status: answer.status,
      states: request.states,
      display: session.display,
      now: SystemClock().wall
    ).text
  }
}
