package import PipelinePlanning

/// Tells a run as it goes: each event as the text to print, and what scripts print.
///
/// One stage at a time: its output comes as it is, indented. Several at once: whole lines only, with
/// the stage's name in front. Above a live block: whole lines only.
package struct ConsoleReport {
  /// What is said, and how.
  package struct Options: Sendable {
    /// The names of the selected stages, which say how wide their column is.
    package var stages: [String]
    /// Whether several stages may print at the same time.
    package var isConcurrent: Bool
    /// Whether a live block shows what runs, so that nothing else may leave the cursor within a line.
    package var isLive: Bool
    package var display: Display

    /// Makes the options.
    package init(
      stages: [String],
      isConcurrent: Bool = false,
      isLive: Bool = false,
      display: Display = Display()
    ) {
      self.stages = stages
      self.isConcurrent = isConcurrent
      self.isLive = isLive
      self.display = display
    }
  }

  private let options: Options
  private let stageLines: StageLines
  private var outputs: [String: ScriptOutput] = [:]
  /// The stage whose line is not at its end; only one stage at a time has such a line.
  private var midLine: String?
  private var hasWork = true
  private var recap = FailureRecap()
  /// The stage whose failure is the last thing that was told.
  private var justTold: String?

  /// How many stages may be up to date for each to have a line.
  private static let listLimit = 20

  /// Makes the report of one run.
  package init(_ options: Options) {
    self.options = options
    stageLines = StageLines(options)
  }

  /// What the scripts of each running stage printed last, for the live block.
  package var lastLines: [String: String] { outputs.mapValues(\.lastLine) }

  /// The text to print for an event, maybe none.
  ///
  /// - Parameters:
  ///   - event: What happened.
  ///   - tail: Of a stage that failed, the last lines of its log.
  /// - Returns: Whole lines.
  package mutating func lines(for event: Event, tail: [String] = []) -> String {
    var text = ""
    if case .stageFinished(let stage) = event { text += finishOutput(of: stage.stage) }
    if case .attemptFinished(let attempt) = event { text += finishOutput(of: attempt.stage) }
    recap.take(event, tail: tail)
    let lines = lines(of: event, tail)
    noteTold(event, isTold: !lines.isEmpty)
    if lines.isEmpty { return text }
    return text + breakLine() + options.display.style.spelled(lines.map { $0 + "\n" }.joined())
  }

  /// Remembers what the reader has just seen.
  private mutating func noteTold(_ event: Event, isTold: Bool) {
    switch event {
    case .stageFinished(let stage) where !stage.end.isSuccess && stage.end != .stopped:
      justTold = stage.stage
    // These only say what follows from the failure.
    case .stageBlocked, .stageCancelled: break
    default: if isTold { justTold = nil }
    }
  }

  /// The text to print for what a stage's script has printed, maybe none.
  ///
  /// - Parameters:
  ///   - stage: The stage's name.
  ///   - bytes: What came next, cut anywhere.
  /// - Returns: What may be printed; with one stage at a time perhaps a part of a line.
  package mutating func output(stage: String, bytes: [UInt8]) -> String {
    if options.display.isQuiet { return "" }
    let text = midLine == stage ? "" : breakLine()
    var output = outputs.removeValue(forKey: stage) ?? stageLines.output(of: stage)
    let shown = output.take(bytes)
    if !shown.isEmpty { justTold = nil }
    if output.isMidLine { midLine = stage } else if midLine == stage { midLine = nil }
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
    if options.display.isQuiet { return "" }
    let text = "\n… \(sizeText(Int64(count))) not shown; the log has all of it\n"
    return output(stage: stage, bytes: Array(text.utf8))
  }

  /// A line that says what has been running for how long, for where nothing else shows it.
  ///
  /// - Parameter progress: Where the run stands.
  /// - Returns: The line; none where nothing runs, or only what went wrong is to be told.
  package mutating func heartbeat(_ progress: Progress) -> String {
    if options.display.isQuiet { return "" }
    let running = progress.running.map { stage in
      let attempt = stage.attempt > 1 ? "attempt \(stage.attempt), " : ""
      let usual = stage.usual.map { " of about \(roughDurationText($0))" } ?? ""
      return "\(stage.stage.printable) (\(attempt)\(durationText(stage.elapsed))\(usual))"
    }
    let retrying = progress.retrying.map { "\($0.stage.printable) (\(BlockTimes.long($0)))" }
    let lists = [("still running", running), ("waiting", retrying)].filter { !$0.1.isEmpty }
    if lists.isEmpty { return "" }
    let stages = lists.map { "\($0.0): \(listed($0.1, limit: 5))" }.joined(separator: " · ")
    justTold = nil
    return breakLine()
      + options.display.style.spelled("\(stages) · \(ProgressCounts(progress).brief)\n")
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
    let isQuiet = options.display.isQuiet
    switch event {
    case .runStarted(let start):
      hasWork = start.toRun > 0 || start.mayRun > 0
      return isQuiet || !hasWork && !options.display.isVerbose ? [] : [stageLines.header(start)]
    case .stageUpToDate(let stage):
      let isShort = hasWork && options.stages.count <= Self.listLimit
      return isListed(isShort) ? [stageLines.upToDate(stage)] : []
    case .attemptStarted(let attempt):
      return isQuiet ? [] : stageLines.started(attempt)
    case .scriptStarted(let stage, let command):
      return isQuiet ? [] : [stageLines.command(command, of: stage)]
    case .attemptFinished(let attempt):
      guard case .again(let delay) = attempt.decision, !isQuiet else { return [] }
      return stageLines.retried(attempt, after: delay)
    case .stageFinished(let stage):
      if stage.end.isSuccess { return isQuiet ? [] : [stageLines.succeeded(stage)] }
      if stage.end == .stopped { return isQuiet ? [] : [stageLines.stopped(stage)] }
      return stageLines.failed(stage, tail: isQuiet || options.isConcurrent ? tail : [])
    // The end of the run names them all, with what has failed.
    case .stageBlocked(let stage, let by):
      return isListed(false) ? [stageLines.blocked(stage, by: by)] : []
    case .stageCancelled(let stage):
      return isListed(false) ? [stageLines.cancelled(stage)] : []
    case .warning(let warning):
      let message = warning.message(options.display.time)
      return [message.text(severity: .warning, style: options.display.style)]
    case .runFinished(let summary):
      return summary.lines(recap: recap.lines(stageLines, justTold: justTold), options.display)
    case .scriptFinished, .accepted, .cleaned, .other: return []
    }
  }

  /// Whether a stage that does not run has a line of its own.
  private func isListed(_ isShort: Bool) -> Bool {
    options.display.isVerbose || isShort && !options.display.isQuiet
  }
}
