internal import PipelineEngine
internal import PipelinePlanning
internal import PipelineReporting

/// Performs `pipeline why`, which explains why stages would run, or which stages use a file.
struct WhyCommand {
  let session: Session
  let request: WhyRequest

  /// The maximum number of explained stages if none is named, without `--verbose` or `--json`.
  private static let limit = 10

  func perform() throws(CommandFailure) -> Ending {
    let isCut = !session.invocation.isJSON && session.invocation.verbosity != .verbose
    let answer = try session.ask { root throws(SessionFault) in
      if let file = request.file { return try root.why(file: file) }
      return try root.why(request.names, limit: isCut ? Self.limit : nil)
    }
    session.output.write(text(of: answer.subject, answer.root.graph))
    return Ending(answer: answer)
  }

  private func text(of subject: WhyAnswer.Subject, _ graph: Graph) -> String {
    let (display, isJSON) = (session.display, session.invocation.isJSON)
    switch subject {
    case .file(let file):
      if isJSON { return graph.whyJSON(file: file) }
      return FileText(graph: graph, explanation: file, display: display).text
    case .stages(let stages, let more):
      if isJSON { return graph.whyJSON(stages) }
      return graph.whyText(stages, more: more, display: display)
    }
  }
}
