internal import PipelinePlanning

/// The lines of `pipeline status` for a run and for a stage.
struct StatusLines {
  private let options: StatusText.Options
  private let nameWidth: Int
  private var style: Style { options.style }

  init(names: [String], options: StatusText.Options) {
    self.options = options
    nameWidth = columnWidth(of: names)
  }

  /// The last run, where none goes on: `last run failed · 14:02:11 · 1.4 s · pipeline -k`.
  func last(_ overview: RunOverview) -> String {
    let start = overview.run.start
    let parts = [
      "last run: \(overview.outcome(goesOn: false))",
      start.map { options.time.moment($0.time, now: options.now) },
      overview.run.end.map { durationText($0.duration) },
      start?.command.printable,
    ]
    return parts.compactMap(\.self).joined(separator: " · ")
  }

  /// The run that goes on: who, since when, how far.
  func goingOn(_ state: RunState) -> [String] {
    guard let overview = state.run, let start = overview.run.start else {
      let since = state.holder.map { " since \($0.since.printable)" } ?? ""
      return ["a run is beginning\(since)\(place(of: state))"] + facts(of: state, nil)
    }
    let ended = overview.succeeded + overview.failed
    let elapsed = durationText(Double(max(0, options.now - start.time)) / 1000)
    let failed = overview.failed > 0 ? " (\(overview.failed) failed)" : ""
    let since = options.time.moment(start.time, now: options.now)
    return [
      "a run is going on since \(since)\(place(of: state)) · \(elapsed)"
        + " · \(ended) of \(max(ended, start.toRun + start.mayRun)) ended\(failed)"
    ] + facts(of: state, overview.run)
  }

  /// Where a run goes on of which this machine only sees the files.
  private func place(of state: RunState) -> String {
    guard case .elsewhere(_, let holder) = state else { return "" }
    return ", by the lock's file, on \(holder.host.printable)"
  }

  private func facts(of state: RunState, _ run: RunEvents?) -> [String] {
    var message = Message("")
    if let run { message.facts.append(Message.Fact(label: "run", value: run.id)) }
    if let holder = state.holder {
      message.facts.append(
        Message.Fact(label: "process", value: "\(holder.pid) on \(holder.host)")
      )
      message.facts.append(Message.Fact(label: "command", value: holder.command))
    }
    return message.factLines(style)
  }

  /// Where a stage stands, and what is known of its last attempt.
  func stage(_ status: StageStatus, name: String) -> [String] {
    let what: String
    switch status.state {
    case .running: what = running(status)
    case .failed: what = "\(style.paint("failed:", .red)) \(failure(status))"
    case .interrupted: what = "interrupted"
    case .stale:
      what =
        "\(style.paint("stale:", .cyan)) \(status.reasons.first?.text(options.time) ?? "")"
        + moreReasons(status)
    case .mayRun: what = "may run: depends on \(listed(status.pending))"
    case .upToDate: what = style.paint("up to date", .dim)
    }
    let parts = [what] + when(status)
    let first =
      "\(style.mark(status.state.mark)) \(name.printable.padded(to: nameWidth))"
      + "  \(parts.joined(separator: " · "))"
    return [first] + reasonLines(status) + logLines(status)
  }

  private func running(_ status: StageStatus) -> String {
    guard let attempt = status.last else { return "running" }
    if let retry = attempt.retryText {
      return "waits for attempt \(attempt.number + 1): \(attempt.endText), \(retry)"
    }
    let since = attempt.start.map {
      let elapsed = durationText(Double(max(0, options.now - $0)) / 1000)
      return " since \(options.time.moment($0, now: options.now)) · \(elapsed)"
    }
    return "running\(since ?? "")" + (attempt.number > 1 ? " · attempt \(attempt.number)" : "")
  }

  private func failure(_ status: StageStatus) -> String {
    for reason in status.reasons {
      if case .lastAttemptFailed(let end) = reason { return end.text }
    }
    return status.last?.endText ?? ""
  }

  /// When the stage last ran, and how long; of one that runs that is told already.
  private func when(_ status: StageStatus) -> [String] {
    guard status.state != .running, let last = status.last, let start = last.start else {
      return []
    }
    let attempts = last.number > 1 && !last.isSuccess ? ["\(last.number) attempts"] : []
    let isTold = status.state == .failed || status.state == .interrupted
    let moment = options.time.moment(start, now: options.now)
    return [isTold ? moment : "ran \(moment)"] + (last.duration.map { [durationText($0)] } ?? [])
      + attempts
  }

  private func moreReasons(_ status: StageStatus) -> String {
    let more = status.reasons.count - 1
    if more < 1 || options.verbosity == .verbose { return "" }
    return style.paint(" (and \(counted(more, "more reason")))", .dim)
  }

  /// With `-v` every reason that the first line does not tell.
  private func reasonLines(_ status: StageStatus) -> [String] {
    guard options.verbosity == .verbose else { return [] }
    let indent = String(repeating: " ", count: nameWidth + 4)
    switch status.state {
    case .running, .mayRun, .upToDate: return []
    case .failed, .interrupted, .stale:
      return status.reasons.dropFirst().map { indent + $0.text(options.time) }
    }
  }

  /// Where the output is, of what runs or went wrong.
  private func logLines(_ status: StageStatus) -> [String] {
    switch status.state {
    case .stale, .mayRun, .upToDate: return []
    case .running, .failed, .interrupted:
      guard let log = status.last?.log else { return [] }
      return Message("", facts: [("log", log)]).factLines(style)
    }
  }
}

extension AttemptEvents {
  fileprivate var isSuccess: Bool { end?.isSuccess ?? false }
}
