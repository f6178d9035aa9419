internal import PipelineEngine
internal import PipelinePlanning
internal import PipelineReporting

/// `pipeline why`: says why stages would run now, or why not, and what a file is to the pipeline.
struct WhyCommand {
  let session: Session
  let request: WhyRequest

  /// So many stages are explained where none is named, unless all are.
  private static let limit = 10

  func perform() throws(CommandFailure) -> Ending {
    let isCut = !request.isJSON && request.verbosity != .verbose
    let answer = try session.ask { root throws(SessionFault) in
      if let file = request.file { return try root.why(file: file) }
      return try root.why(request.names, limit: isCut ? Self.limit : nil)
    }
    session.output.write(text(of: answer.subject, answer.root.graph))
    return Ending(answer: answer)
  }

  private func text(of subject: WhyAnswer.Subject, _ graph: Graph) -> String {
    let options = StatusText.Options(
      verbosity: request.verbosity,
      style: session.appearance.style,
      time: session.appearance.time,
      now: SystemClock().wall
    )
    switch subject {
    case .file(let file):
      return request.isJSON
        ? WhyJSON(graph: graph, file: file).text
        : FileText(graph: graph, explanation: file, options: options).text
    case .stages(let stages, let more):
      return request.isJSON
        ? WhyJSON(graph: graph, explanations: stages).text
        : WhyText(graph: graph, explanations: stages, more: more, options: options).text
    }
  }
}
