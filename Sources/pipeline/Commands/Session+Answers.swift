internal import PipelineDescription
internal import PipelineEngine
internal import PipelinePlanning
internal import PipelineReporting

/// The commands that ask the session of the root one question, and print the answer.
extension Session {
  /// Performs `pipeline status`, which prints the states of the stages and the run in progress.
  func status(_ request: StatusRequest) throws(CommandFailure) -> Ending {
    let answer = try ask { root throws(SessionFault) in try root.status(request.selection) }
    let graph = answer.root.graph
    let text =
      invocation.isJSON
      ? answer.status.json(graph, states: request.states)
      : StatusText(
        graph: graph,
        status: answer.status,
        states: request.states,
        display: display,
        now: SystemClock().wall
      ).text
    output.write(text)
    return Ending(answer: answer)
  }

  /// Performs `pipeline why`, which explains why stages would run, or which stages use a file.
  func why(_ request: WhyRequest) throws(CommandFailure) -> Ending {
    // Without a name, `--verbose` and `--json`, the text explains at most 10 stages.
    let isCut = !invocation.isJSON && invocation.verbosity != .verbose
    let answer = try ask { root throws(SessionFault) in
      if let file = request.file { return try root.why(file: file) }
      return try root.why(request.names, limit: isCut ? 10 : nil)
    }
    let graph = answer.root.graph
    let text =
      switch answer.subject {
      case .file(let file) where invocation.isJSON: graph.whyJSON(file: file)
      case .file(let file): FileText(graph: graph, explanation: file, display: display).text
      case .stages(let stages, _) where invocation.isJSON: graph.whyJSON(stages)
      case .stages(let stages, let more): graph.whyText(stages, more: more, display: display)
      }
    output.write(text)
    return Ending(answer: answer)
  }

  /// Performs `pipeline accept`, which marks stages as up to date without running them.
  func accept(_ request: AcceptRequest) throws(CommandFailure) -> Ending {
    let answer = try ask { root throws(SessionFault) in
      try root.accept(request.selection, reason: request.reason, waits: request.waits)
    } hint: { fault in
      guard case .selection(.outputNotStage(_, let maker)) = fault else { return nil }
      return "name the stage `\(maker.printable)`: `pipeline accept` takes no files"
    }
    let graph = answer.root.graph
    output.write(graph.acceptanceText(answer.stages, stale: answer.stale, display: display))
    return Ending(answer: answer)
  }

  /// Performs `pipeline manifest`, which prints the loaded manifest.
  func printManifest() throws(CommandFailure) -> Ending {
    let (root, pipeline) = try ask { root throws(SessionFault) in try root.openWhole() }
    if invocation.isJSON {
      var writer = JSONWriter(indented: true)
      pipeline.write(to: &writer, lines: false)
      output.write(writer.text + "\n")
    } else {
      let text = DeclarationText(
        pipeline,
        graph: root.graph,
        parameters: root.workspace.parameters,
        manifest: root.manifestPath
      )
      output.write(text.text)
    }
    return Ending(answer: root)
  }
}
