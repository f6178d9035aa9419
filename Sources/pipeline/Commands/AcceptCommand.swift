internal import PipelineEngine
internal import PipelinePlanning
internal import PipelineReporting

/// Performs `pipeline accept`, which marks stages as up to date without running them.
struct AcceptCommand {
  let session: Session
  let request: AcceptRequest

  func perform() throws(CommandFailure) -> Ending {
    let answer = try session.ask { root throws(SessionFault) in
      try root.accept(request.selection, reason: request.reason, waits: request.waits)
    } hint: { fault in
      guard case .selection(.outputNotStage(_, let maker)) = fault else { return nil }
      return "name the stage `\(maker.printable)`: `pipeline accept` takes no files"
    }
    let (graph, display) = (answer.root.graph, session.display)
    session.output.write(graph.acceptanceText(answer.stages, stale: answer.stale, display: display))
    return Ending(answer: answer)
  }
}
