package import PipelinePlanning

/// Tells a run as it goes: each event as the text to print, and what scripts print.
///
/// One stage at a time: its output comes as it is, indented. Several at once: whole lines only, with
/// the stage's name in front.
package struct ConsoleReport {
  /// What is said, and how.
  package struct Options: Sendable {
    /// The names of the selected stages, which say how wide their column is.
    package var stages: [String]
    /// How many stages may run at once.
    package var jobs: Int
    package var verbosity: Verbosity
    package var style: Style
    /// The zone in which times are shown.
    package var time: TimeDisplay

    /// Makes the options.
    package init(
      stages: [String],
      jobs: Int = 1,
      verbosity: Verbosity = .normal,
      style: Style = .plain,
      time: TimeDisplay = .utc
    ) {
      self.stages = stages
      self.jobs = jobs
      self.verbosity = verbosity
      self.style = style
      self.time = time
    }
  }

  private let options: Options
  private let stageLines: StageLines
  private var outputs: [String: ScriptOutput] = [:]
  /// The stage whose line is not at its end; only one stage at a time has such a line.
  private var midLine: String?
  private var hasWork = true
  private var skippedCount = 0

  /// How many stages may be up to date, blocked or cancelled for each to have a line.
  private static let listLimit = 20

  /// Makes the report of one run.
  package init(_ options: Options) {
    self.options = options
    stageLines = StageLines(options)
  }

  /// Whether a failed stage's last lines are to be handed in with its end.
  ///
  /// They are not where they have just been seen: one stage at a time, and not quiet.
  package var wantsTail: Bool { options.verbosity == .quiet || options.jobs > 1 }

  /// The text to print for an event, maybe none.
  ///
  /// - Parameters:
  ///   - event: What happened.
  ///   - tail: Of a stage that failed, the last lines of its log, where they are wanted.
  /// - Returns: Whole lines.
  package mutating func lines(for event: Event, tail: [String] = []) -> String {
    var text = ""
    if case .stageFinished(let stage) = event { text += finishOutput(of: stage.stage) }
    if case .attemptFinished(let attempt) = event { text += finishOutput(of: attempt.stage) }
    let lines = lines(of: event, tail)
    if lines.isEmpty { return text }
    return text + breakLine() + options.style.spelled(lines.map { $0 + "\n" }.joined())
  }

  /// The text to print for what a stage's script has printed, maybe none.
  ///
  /// - Parameters:
  ///   - stage: The stage's name.
  ///   - bytes: What came next, cut anywhere.
  /// - Returns: What may be printed; with one stage at a time perhaps a part of a line.
  package mutating func output(stage: String, bytes: [UInt8]) -> String {
    if options.verbosity == .quiet { return "" }
    let text = midLine == stage ? "" : breakLine()
    var output = outputs.removeValue(forKey: stage) ?? stageLines.output(of: stage)
    let shown = output.take(bytes)
    midLine = output.isMidLine ? stage : midLine
    if !output.isMidLine && midLine == stage { midLine = nil }
    outputs[stage] = output
    return text + shown
  }

  /// A line in the place of output that is too much to be shown.
  ///
  /// - Parameters:
  ///   - count: How many bytes are left out.
  ///   - stage: The stage that printed them.
  /// - Returns: The line; none where output is not shown.
  package mutating func skip(_ count: Int, of stage: String) -> String {
    if options.verbosity == .quiet { return "" }
    let text = "\n… \(sizeText(Int64(count))) not shown; the log has all of it\n"
    return output(stage: stage, bytes: Array(text.utf8))
  }

  /// A line that says what has been running for how long, for where nothing else shows it.
  ///
  /// - Parameter now: The stages that are running, with the seconds since each was started.
  /// - Returns: The line; none where nothing runs, or only what went wrong is to be told.
  package mutating func heartbeat(now: [(stage: String, seconds: Double)]) -> String {
    if now.isEmpty || options.verbosity == .quiet { return "" }
    let stages = now.map { "\($0.stage.printable) (\(durationText($0.seconds)))" }
    return breakLine()
      + options.style.spelled("still running: \(listed(stages, limit: 5))\n")
  }

  private mutating func finishOutput(of stage: String) -> String {
    guard var output = outputs.removeValue(forKey: stage) else { return "" }
    if midLine == stage { midLine = nil }
    return output.finish()
  }

  /// Ends a line that a script has left open.
  private mutating func breakLine() -> String {
    guard let stage = midLine else { return "" }
    midLine = nil
    return outputs[stage]?.endLine() ?? ""
  }

  private mutating func lines(of event: Event, _ tail: [String]) -> [String] {
    let isQuiet = options.verbosity == .quiet
    switch event {
    case .runStarted(let start):
      hasWork = start.toRun > 0 || start.mayRun > 0
      return isQuiet || !hasWork && options.verbosity != .verbose ? [] : [stageLines.header(start)]
    case .stageUpToDate(let stage):
      let isShort = hasWork && options.stages.count <= Self.listLimit
      return isListed(isShort) ? [stageLines.upToDate(stage)] : []
    case .attemptStarted(let attempt):
      return isQuiet ? [] : stageLines.started(attempt)
    case .scriptStarted(let stage, let command):
      return isQuiet ? [] : [stageLines.command(command, of: stage)]
    case .attemptFinished: return []
    case .stageFinished(let stage):
      if stage.end.isSuccess { return isQuiet ? [] : [stageLines.succeeded(stage)] }
      if stage.end == .stopped { return isQuiet ? [] : [stageLines.stopped(stage)] }
      return stageLines.failed(stage, tail: wantsTail ? tail : [])
    case .stageBlocked(let stage, let by):
      skippedCount += 1
      return isListed(skippedCount <= Self.listLimit) ? [stageLines.blocked(stage, by: by)] : []
    case .stageCancelled(let stage):
      skippedCount += 1
      return isListed(skippedCount <= Self.listLimit) ? [stageLines.cancelled(stage)] : []
    case .warning(let warning):
      let message = warning.message(options.time)
      return [message.text(severity: .warning, style: options.style)]
    case .runFinished(let summary): return SummaryLines(summary, options).lines
    }
  }

  /// Whether a stage that does not run has a line of its own.
  private func isListed(_ isShort: Bool) -> Bool {
    switch options.verbosity {
    case .quiet: false
    case .normal: isShort
    case .verbose: true
    }
  }
}
