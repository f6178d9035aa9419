internal import PipelinePlanning

extension StatusText {
  /// The width of a last printed line, in columns, so that it fits beside its label.
  private static let lineWidth = 64

  /// Returns the line of the last run, for example `last run: failed · 14:02:11 · 1.4 s · pipeline -k`.
  func last(_ overview: RunOverview) -> String {
    let start = overview.run.start
    return dotted([
      "last run: \(overview.outcome(goesOn: false))",
      start.map { display.time.moment($0.time, now: now) },
      overview.run.end.map { durationText($0.duration) },
      start?.command.printable,
    ])
  }

  /// Returns the lines of the run in progress; `left` is the estimated time left, in words.
  func goingOn(_ state: RunState, left: String?) -> [String] {
    guard let overview = state.run, let start = overview.run.start else {
      let since = state.holder.map { " since \($0.since.printable)" } ?? ""
      return ["a run is starting\(since)\(place(of: state))"] + facts(of: state, nil)
    }
    let ended = overview.succeeded + overview.failed
    let elapsed = durationText(Double(max(0, now - start.time)) / 1000)
    let failed = overview.failed > 0 ? " (\(overview.failed) failed)" : ""
    let since = display.time.moment(start.time, now: now)
    return [
      dotted([
        "a run is in progress\(place(of: state))", "started \(since)", elapsed,
        "\(ended) of \(max(ended, start.toRun + start.mayRun)) ended\(failed)", left,
      ])
    ] + facts(of: state, overview.run)
  }

  /// Returns the host of a run on another machine, according to the lock file; empty for other runs.
  private func place(of state: RunState) -> String {
    guard case .elsewhere(_, let holder) = state else { return "" }
    return " on \(holder.host.printable), according to the lock file"
  }

  private func facts(of state: RunState, _ run: RunEvents?) -> [String] {
    var message = Message("")
    message.add("run", run?.id)
    message.add("process", state.holder.map { "\($0.pid) on \($0.host)" })
    message.add("command", state.holder?.command)
    return message.factLines(style)
  }

  /// Returns the lines of a stage.
  func lines(of status: StageStatus) -> [String] {
    let name = graph.name(of: status.stage)
    let what: String
    switch status.state {
    case .running: what = running(status)
    case .failed: what = "\(style.paint("failed:", .red)) \(failure(status))"
    case .interrupted: what = "interrupted"
    case .stale:
      let more = display.isVerbose ? "" : style.paint(status.reasons.andMore, .dim)
      what =
        "\(style.paint("stale:", .cyan)) \(status.reasons.first?.text(display.time) ?? "")\(more)"
    case .mayRun: what = "may run: depends on \(listed(status.pending))"
    case .upToDate: what = style.paint("up to date", .dim)
    }
    let text = dotted([what] + when(status))
    return [style.line(status.state.mark, name, width: nameWidth, text)]
      + reasonLines(status) + logLines(status)
  }

  private func running(_ status: StageStatus) -> String {
    guard let attempt = status.last else { return "running" }
    if let retry = attempt.retryText {
      return "waits for attempt \(attempt.number + 1): \(attempt.endText), \(retry)"
    }
    let since = attempt.start.map {
      let elapsed = status.pace?.text ?? durationText(Double(max(0, now - $0)) / 1000)
      return " since \(display.time.moment($0, now: now)) · \(elapsed)"
    }
    return "running\(since ?? "")" + (attempt.number > 1 ? " · attempt \(attempt.number)" : "")
  }

  private func failure(_ status: StageStatus) -> String {
    for reason in status.reasons {
      if case .lastAttemptFailed(let end) = reason { return end.text }
    }
    return status.last?.endText ?? ""
  }

  /// Returns the start and duration of the last attempt; empty for a running stage, whose line has both.
  private func when(_ status: StageStatus) -> [String?] {
    guard status.state != .running, let last = status.last, let start = last.start else {
      return []
    }
    let isTried = last.number > 1 && last.end?.isSuccess != true
    let isTold = status.state == .failed || status.state == .interrupted
    let moment = display.time.moment(start, now: now)
    return [
      isTold ? moment : "ran \(moment)", last.duration.map(durationText),
      isTried ? "\(last.number) attempts" : nil,
    ]
  }

  private func reasonLines(_ status: StageStatus) -> [String] {
    guard display.isVerbose, [.failed, .interrupted, .stale].contains(status.state) else {
      return []
    }
    let indent = String(repeating: " ", count: nameWidth + 4)
    return status.reasons.dropFirst().map { indent + $0.text(display.time) }
  }

  private func logLines(_ status: StageStatus) -> [String] {
    let isTold = [.running, .failed, .interrupted].contains(status.state)
    var message = Message("")
    message.add("log", isTold ? status.last?.log : nil)
    message.add("last line", status.lastLine.map(printed))
    return message.factLines(style)
  }

  /// Returns the last line that a stage printed, cut to the width of a terminal, with its age.
  private func printed(_ line: PrintedLine) -> String {
    let ago = " (\(elapsedText(Double(max(0, now - line.time)) / 1000)) ago)"
    return line.text.printable.cut(toColumns: Self.lineWidth - ago.columns) + ago
  }
}
