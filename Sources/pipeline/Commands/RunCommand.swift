internal import PipelineEngine
internal import PipelinePlanning
internal import PipelineReporting
internal import PipelineSystem

/// Performs `pipeline run`, which plans a run and then performs it or prints the plan.
struct RunCommand {
  let session: Session
  let request: RunRequest

  func perform() throws(CommandFailure) -> Ending {
    if request.mode == .run { return try run() }
    let selected = try ask { root throws(SessionFault) in try root.select(request.order) }
    if selected.hasNothingFailed, !session.invocation.isJSON { return tellThatNoneFailed(selected) }
    if request.mode == .check {
      let isUpToDate = try ask { _ throws(SessionFault) in try selected.isUpToDate() }
      return Ending(status: isUpToDate ? ExitStatus.done : ExitStatus.failed, answer: selected)
    }
    let planned = try ask { _ throws(SessionFault) in try selected.plan() }
    if request.mode == .listStages {
      session.output.write(list(planned))
    } else {
      try tell(planned)
    }
    return Ending(answer: planned)
  }

  private func run() throws(CommandFailure) -> Ending {
    let display = LiveDisplay(session)
    let control = RunControl()
    try listen(control, display)
    let found = try ask { root throws(SessionFault) in
      try root.run(request.order, control, reporter(display))
    }
    guard let answer = found else { return tellThatNoneFailed(nil) }
    if let signal = answer.summary.signal { SignalListener.die(of: signal) }
    return Ending(
      status: answer.summary.isSuccess ? ExitStatus.done : ExitStatus.failed,
      answer: answer
    )
  }

  private func tellThatNoneFailed(_ answer: Any?) -> Ending {
    if request.mode != .check, session.invocation.verbosity != .quiet {
      let style = session.appearance.style
      let text =
        "\(style.mark(.success)) nothing to do · no selected stage failed in its last attempt\n"
      session.output.write(style.spelled(text))
    }
    return Ending(answer: answer)
  }

  private func list(_ planned: PlannedRoot) -> String {
    let graph = planned.root.graph
    if session.invocation.isJSON { return planned.plan.stageListJSON(graph) }
    return planned.plan.stageListText(graph, display: session.display)
  }

  /// Prints a plan, and checks whether a run could start.
  private func tell(_ planned: PlannedRoot) throws(CommandFailure) {
    // For a large plan, the check and the text each take a tenth of the time, so they run in parallel.
    let (checked, told) = TwoThreads().both {
      Result { () throws(SessionFault) in try planned.check() }
    } _: {
      text(of: planned)
    }
    session.output.write(told)
    let (warnings, _) = try ask { _ throws(SessionFault) in try checked.get() }
    for warning in warnings { session.warn(warning.message(session.appearance.time)) }
  }

  private func text(of planned: PlannedRoot) -> String {
    let graph = planned.root.graph
    if session.invocation.isJSON {
      return planned.plan.json(graph, price: planned.price, commands: planned.commands)
    }
    var facts = PlanFacts()
    facts.price = planned.price
    facts.parameterChanges = planned.parameterChanges()
    facts.onlyTimes = planned.onlyTimes
    return PlanText(
      graph: graph,
      plan: planned.plan,
      facts: facts,
      commands: planned.commands,
      settings: planned.settings,
      display: session.display
    ).text(TwoThreads())
  }

  private func reporter(_ live: LiveDisplay?) -> ConsoleReporter {
    let isQuiet = session.invocation.verbosity == .quiet
    var display = session.display
    if isQuiet { display.style = session.appearance.errorStyle }
    return ConsoleReporter(
      display: display,
      destination: live.map { .live($0) } ?? .plain(isQuiet ? session.errors : session.output)
    )
  }

  private func listen(_ control: RunControl, _ display: LiveDisplay?) throws(CommandFailure) {
    let notice = StopNotice()
    let errorStyle = session.appearance.errorStyle
    do throws(SystemFault) {
      try SignalListener.start { event in
        switch event {
        case .end(let signal):
          if !control.hasBegun { SignalListener.die(of: signal) }
          OutputStream.noteStop()
          control.stop(by: signal)
          if let display { display.announceStop() } else { notice.say(errorStyle) }
        case .suspend:
          let stop = { control.suspend(SignalListener.suspendSelf) }
          if let display { display.suspend(stop) } else { stop() }
        case .resume:
          control.resume()
          display?.resume()
        // The display reads the size at each drawing, ten times a second.
        case .resize: break
        }
      }
    } catch {
      let message = Message("cannot listen to signals", facts: [("system", error.words)])
      throw session.failure(MessageList([message]), status: ExitStatus.cannotStart)
    }
  }

  private func ask<Answer>(
    _ question: (RootSession) throws(SessionFault) -> Answer
  ) throws(CommandFailure) -> Answer {
    try session.ask(question) { fault in
      // A name may be a misspelled command instead of a stage.
      guard case .selection(.unknownTarget(let name, nil, _)) = fault else { return nil }
      return request.nearestVerbs[name].map { "did you mean the command `\($0.rawValue)`?" }
    }
  }
}
