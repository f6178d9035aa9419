package import PipelinePlanning

/// One run with its stages and attempts: what `pipeline log RUN` prints.
package struct RunText {
  private let run: RunEvents
  private let goesOn: Bool
  private let style: Style
  private let time: TimeDisplay
  private let nameWidth: Int

  /// Takes the run; `goesOn` says whether it is known to be going on.
  package init(run: RunEvents, goesOn: Bool, style: Style = .plain, time: TimeDisplay = .utc) {
    self.run = run
    self.goesOn = goesOn
    self.style = style
    self.time = time
    let skipped = (run.end?.blocked ?? []) + (run.end?.cancelled ?? [])
    nameWidth = columnWidth(of: run.stages.map(\.stage) + run.attempts.map(\.stage) + skipped)
  }

  /// The lines, the last with its end.
  package var text: String {
    let lines = header + run.stages.flatMap(stageLines) + openLines + skippedLines + endLines
    return style.spelled(lines.map { $0 + "\n" }.joined())
  }

  private var header: [String] {
    let overview = RunOverview(of: run)
    let first = [
      style.paint(run.id.printable, .bold), overview.outcome(goesOn: goesOn), overview.counts,
    ].filter { !$0.isEmpty }.joined(separator: " · ")
    var message = Message("")
    func fact(_ label: String, _ value: String?) {
      if let value { message.facts.append(Message.Fact(label: label, value: value)) }
    }
    let start = run.start
    fact("pipeline", start?.pipeline)
    fact("started", (start?.time).map(time.dayAndMoment))
    fact("took", (run.end?.duration).map(durationText))
    fact("command", start?.command)
    fact("process", start.map { "\($0.process) on \($0.host)" })
    fact("at once", start.flatMap { $0.jobs > 1 ? "\($0.jobs) stages" : nil })
    fact("commit", start?.commit.map { $0 + (start?.isDirty == true ? ", with changes" : "") })
    fact("signal", (run.end?.signal).map(signalText))
    fact("fault", run.end?.fault?.words)
    return [first] + message.factLines(style)
  }

  private func stageLines(_ stage: Event.StageSummary) -> [String] {
    let attempts = run.attempts.filter { $0.stage == stage.stage && $0.end != nil }
    let usage = attempts.count == 1 ? Array(attempts[0].amounts.dropFirst()) : []
    let parts =
      (stage.end.isSuccess ? [] : [stage.end.text]) + [durationText(stage.duration)]
      + usage + (stage.attempts > 1 ? ["\(stage.attempts) attempts"] : [])
      + (stage.leftOutputs ? ["left its outputs as they were"] : [])
    let tried = attempts.count > 1 ? attempts.flatMap(attemptLines) : []
    let log = attempts.count > 1 ? [] : logLines(stage.log)
    return [line(stage.end.mark, stage.stage, parts)] + tried + log
  }

  /// One of several attempts, with what followed.
  private func attemptLines(_ attempt: AttemptEvents) -> [String] {
    let parts = [attempt.endText] + attempt.amounts + (attempt.retryText.map { [$0] } ?? [])
    return ["  attempt \(attempt.number): \(parts.joined(separator: " · "))"]
      + logLines(attempt.log).map { "  " + $0 }
  }

  /// Stages that were begun and have no end: they run, or their runner died.
  private var openLines: [String] {
    let ended = Set(run.stages.map(\.stage))
    var last: [String: AttemptEvents] = [:]
    for attempt in run.attempts where !ended.contains(attempt.stage) {
      last[attempt.stage] = attempt
    }
    let open = run.attempts.filter { last[$0.stage] == $0 }
    return open.flatMap { attempt in
      let since = attempt.start.map { " \(goesOn ? "since" : "· started") \(time.moment($0))" }
      let what: String
      if attempt.end != nil {
        what = [attempt.endText, attempt.retryText].compactMap(\.self).joined(separator: " · ")
      } else {
        what = (goesOn ? "running" : "did not finish") + (since ?? "")
      }
      let number = attempt.number > 1 ? ["attempt \(attempt.number)"] : []
      return [line(goesOn ? .start : .idle, attempt.stage, [what] + number)]
        + logLines(attempt.log)
    }
  }

  private var skippedLines: [String] {
    let ended = Set(run.stages.map(\.stage))
    let blocked = (run.end?.blocked ?? []).map {
      line(.idle, $0, ["not run: blocked by a failed stage"])
    }
    // A stage that was stopped while it ran has been told.
    let cancelled = (run.end?.cancelled ?? []).filter { !ended.contains($0) }
    return blocked + cancelled.map { line(.idle, $0, ["cancelled"]) }
  }

  private var endLines: [String] {
    let stale = run.end?.staleDownstream ?? []
    return run.warnings.map { "\(style.paint("warning:", .yellow)) \($0.headline(time))" }
      + (stale.isEmpty ? [] : ["stale after it: \(listed(stale, limit: 5))"])
  }

  private func logLines(_ log: String?) -> [String] {
    log.map { Message("", facts: [("log", $0)]).factLines(style) } ?? []
  }

  private func line(_ mark: Style.Mark, _ stage: String, _ parts: [String]) -> String {
    "\(style.mark(mark)) \(stage.printable.padded(to: nameWidth))"
      + "  \(parts.joined(separator: " · "))"
  }
}
