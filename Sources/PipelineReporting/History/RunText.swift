internal import PipelineDescription
package import PipelinePlanning

/// The printed output of `pipeline log RUN`, about one run with its stages and attempts.
package struct RunText {
  private let run: RunEvents
  /// Whether the run is in progress.
  private let goesOn: Bool
  private let display: Display
  private var style: Style { display.style }
  private var time: TimeDisplay { display.time }
  private let nameWidth: Int

  /// With more stages, those that succeeded for equal reasons share a line.
  private static let listLimit = 20
  /// The maximum number of reasons of a stage that are shown without `-v`.
  private static let reasonLimit = 3

  package init(run: RunEvents, goesOn: Bool, display: Display = Display()) {
    self.run = run
    self.goesOn = goesOn
    self.display = display
    let skipped = (run.end?.blocked ?? []) + (run.end?.cancelled ?? [])
    nameWidth = columnWidth(of: run.stages.map(\.stage) + run.attempts.map(\.stage) + skipped)
  }

  package var text: String {
    let isShort = run.stages.count <= Self.listLimit || display.isVerbose
    let stages = isShort ? run.stages.flatMap(stageLines) : groupedStages
    let lines = header + stages + openLines + skippedLines + endLines
    return style.spelled(lines.map { $0 + "\n" }.joined())
  }

  private var header: [String] {
    let overview = RunOverview(of: run)
    let first = dotted([
      style.paint(run.id.printable, .bold), overview.outcome(goesOn: goesOn), overview.counts,
    ])
    var message = Message("")
    let start = run.start
    message.add("pipeline", start?.pipeline)
    message.add("started", (start?.time).map(time.dayAndMoment))
    message.add("took", (run.end?.duration).map(durationText))
    message.add("command", start?.command)
    let parameters = (start?.parameters ?? []).map { "\($0.name) = \(shellQuoted($0.value.text))" }
    if !parameters.isEmpty { message.add("parameters", parameters.joined(separator: "\n")) }
    message.add("process", start.map { "\($0.process) on \($0.host)" })
    message.add("parallel", start.flatMap { $0.jobs > 1 ? "\($0.jobs) stages" : nil })
    message.add(
      "commit",
      start?.commit.map { $0 + (start?.isDirty == true ? ", with changes" : "") }
    )
    message.add("signal", (run.end?.signal).map(signalText))
    message.add("fault", run.end?.fault?.words)
    return [first] + message.factLines(style)
  }

  private func stageLines(_ stage: Event.StageSummary) -> [String] {
    let attempts = run.attempts.filter { $0.stage == stage.stage && $0.end != nil }
    let usage = attempts.count == 1 ? Array(attempts[0].amounts.dropFirst()) : []
    let parts =
      [stage.failureText, durationText(stage.duration)] + usage
      + [stage.attemptsText, stage.leftOutputs ? "left its outputs unchanged" : nil]
    let isAlone = attempts.count <= 1
    return [line(stage.end.mark, stage.stage, parts)] + facts(of: stage, log: isAlone)
      + (isAlone ? [] : attempts.flatMap(attemptLines))
  }

  /// Returns the lines about the reasons and the commands of a stage and, if `log` is true, its log.
  private func facts(of stage: Event.StageSummary, log: Bool) -> [String] {
    let (shown, left) = shortened(stage.reasons, to: display.limit(Self.reasonLimit))
    let reasons =
      shown.map { $0.text(time) } + (left > 0 ? ["and \(counted(left, "more reason"))"] : [])
    var message = Message("")
    if !reasons.isEmpty { message.add("because", reasons.joined(separator: "\n")) }
    if !stage.commands.isEmpty { message.add("command", stage.commands.joined(separator: "\n")) }
    if log { message.add("log", stage.log) }
    return message.factLines(style)
  }

  /// The lines of a run of many stages: all that did not succeed, and the others grouped by reason.
  private var groupedStages: [String] {
    var groups = ReasonGroups()
    for stage in run.stages where stage.end.isSuccess {
      groups.add(stage.stage, stage.reasons, time)
    }
    let others = run.stages.filter { !$0.end.isSuccess }
    return groups.lines(.success, style) + others.flatMap(stageLines)
  }

  private func attemptLines(_ attempt: AttemptEvents) -> [String] {
    let parts = dotted([attempt.endText] + attempt.amounts + [attempt.retryText])
    return ["  attempt \(attempt.number): \(parts)"] + logFact(attempt.log, style).map { "  " + $0 }
  }

  /// The lines of stages whose end is not in the log, because they still run or because their runner died.
  private var openLines: [String] {
    let ended = Set(run.stages.map(\.stage))
    let last = Dictionary(run.attempts.map { ($0.stage, $0) }) { $1 }
    let open = run.attempts.filter { !ended.contains($0.stage) && last[$0.stage] == $0 }
    return open.flatMap { attempt in
      let since = attempt.start.map { " \(goesOn ? "since" : "· started") \(time.moment($0))" }
      let what =
        attempt.end != nil
        ? dotted([attempt.endText, attempt.retryText])
        : (goesOn ? "running" : "did not finish") + (since ?? "")
      let number = attempt.number > 1 ? "attempt \(attempt.number)" : nil
      return [line(goesOn ? .start : .idle, attempt.stage, [what, number])]
        + logFact(attempt.log, style)
    }
  }

  private var skippedLines: [String] {
    let ended = Set(run.stages.map(\.stage))
    var lacks: [String: [String]] = [:]
    for case .stagesLack(let stages, _, let name) in run.warnings {
      for stage in stages { lacks[stage, default: []].append(name) }
    }
    let blocked = (run.end?.blocked ?? []).map { stage in
      let why =
        lacks[stage].map { "needs \(listed($0))" }
        ?? "blocked by " + (lacks.isEmpty ? "a failed stage" : "another stage")
      return line(.idle, stage, ["not run: \(why)"])
    }
    // A stage that was stopped while it ran already has a line.
    let cancelled = (run.end?.cancelled ?? []).filter { !ended.contains($0) }
    return blocked + cancelled.map { line(.idle, $0, ["cancelled"]) }
  }

  private var endLines: [String] {
    let stale = run.end?.staleDownstream ?? []
    return run.warnings.map { "\(style.paint("warning:", .yellow)) \($0.headline(time))" }
      + (stale.isEmpty ? [] : ["stale after it: \(listed(stale, limit: 5))"])
  }

  private func line(_ mark: Style.Mark, _ stage: String, _ parts: [String?]) -> String {
    style.line(mark, stage, width: nameWidth, dotted(parts))
  }
}
