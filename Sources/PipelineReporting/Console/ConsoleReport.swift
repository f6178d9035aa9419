package import PipelinePlanning

/// The console output of a run, with a text for each event and for the printed output of scripts.
///
/// If stages run one at a time, their printed output is indented and may end within a line. If stages run in
/// parallel, only whole lines are printed, each after the name of its stage. Above a live block, too, only
/// whole lines are printed.
package struct ConsoleReport {
  package struct Options: Sendable {
    /// The names of the selected stages, which determine the width of the name column.
    package var stages: [String]
    /// Whether several stages may print at the same time.
    package var isConcurrent: Bool
    /// Whether there is a live block; all other text must then end with a newline.
    package var isLive: Bool
    package var display: Display

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
  /// The stage whose last printed line has no newline yet; at most one stage has such a line.
  private var midLine: String?
  private var hasWork = true
  private var recap = FailureRecap()
  /// The stage whose failure was printed last, below its own output; nil if any other text followed it.
  private var justTold: String?
  /// The stage whose output was printed last; nil if any other text followed it.
  private var lastSpeaker: String?
  /// The start lines of a run of many stages.
  private var starts = StartLines()

  /// With more stages, the text lists up-to-date stages only with `-v`, and shows each reason once.
  private static let listLimit = 20
  package init(_ options: Options) {
    self.options = options
    stageLines = StageLines(options)
  }

  package var lastLines: [String: String] { outputs.mapValues(\.lastLine) }

  /// Returns whole lines or an empty text; `tail` has the last lines that a failed stage printed.
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

  private mutating func noteTold(_ event: Event, isTold: Bool) {
    defer { if isTold { lastSpeaker = nil } }
    switch event {
    case .stageFinished(let stage) where !stage.end.isSuccess && stage.end != .stopped:
      // If several stages print, the output of this one may be far above.
      let isClose = !options.isConcurrent || options.display.isQuiet || lastSpeaker == stage.stage
      justTold = isClose ? stage.stage : nil
    // These events only report consequences of the failure of `justTold`.
    case .stageBlocked, .stageCancelled: break
    default: if isTold { justTold = nil }
    }
  }

  /// Returns the text, possibly empty, for a chunk of a script's printed output, which may be cut anywhere.
  package mutating func output(stage: String, bytes: [UInt8]) -> String {
    if options.display.isQuiet { return "" }
    var text = midLine == stage ? "" : breakLine()
    if !bytes.isEmpty {
      text += options.display.style.spelled(starts.take(stage).map { $0 + "\n" }.joined())
    }
    var output = outputs.removeValue(forKey: stage) ?? stageLines.output(of: stage)
    let shown = output.take(bytes)
    if !shown.isEmpty { (justTold, lastSpeaker) = (nil, stage) }
    if output.isMidLine { midLine = stage } else if midLine == stage { midLine = nil }
    outputs[stage] = output
    return text + shown
  }

  /// Returns a line in place of `count` bytes that are too many to show; empty in quiet mode.
  package mutating func skip(_ count: Int, of stage: String) -> String {
    if options.display.isQuiet { return "" }
    let text = "\n… \(sizeText(Int64(count))) not shown here; the log has everything\n"
    return output(stage: stage, bytes: Array(text.utf8))
  }

  /// Returns a line about the running and waiting stages; empty in quiet mode, or if no stage runs or waits.
  package mutating func heartbeat(_ progress: Progress) -> String {
    if options.display.isQuiet { return "" }
    let running = progress.running.map { stage in
      let attempt = stage.attempt > 1 ? "attempt \(stage.attempt), " : ""
      return "\(stage.stage.printable) (\(attempt)\(stage.pace.text))"
    }
    let retrying = progress.retrying.map { "\($0.stage.printable) (\(BlockTimes.long($0)))" }
    let lists = [("still running", running), ("waiting", retrying)].filter { !$0.1.isEmpty }
    if lists.isEmpty { return "" }
    let stages = lists.map { "\($0.0): \(listed($0.1, limit: 5))" }.joined(separator: " · ")
    justTold = nil
    return breakLine()
      + options.display.style.spelled("\(stages) · \(progress.briefCounts)\n")
  }

  private mutating func finishOutput(of stage: String) -> String {
    _ = starts.take(stage)
    guard var output = outputs.removeValue(forKey: stage) else { return "" }
    if midLine == stage { midLine = nil }
    let text = output.finish()
    if !text.isEmpty { lastSpeaker = stage }
    return text
  }

  /// Ends a line that a script left without a newline.
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
      starts.isLong = start.toRun + start.mayRun > Self.listLimit && !options.display.isVerbose
      if isQuiet || !hasWork && !options.display.isVerbose { return [] }
      return [stageLines.header(start)]
        + options.display.style.hintLines(onlyTimesHint(start.onlyTimes))
    case .stageUpToDate(let stage):
      let isShort = hasWork && options.stages.count <= Self.listLimit
      return isListed(isShort) ? [stageLines.upToDate(stage)] : []
    case .attemptStarted(let attempt):
      if isQuiet { return [] }
      let lines = stageLines.started(attempt)
      return starts.lines(lines, of: attempt, isHeld: !options.isConcurrent)

    case .scriptStarted(let stage, let command):
      return isQuiet || starts.isLong ? [] : stageLines.command(command, of: stage)
    case .attemptFinished(let attempt):
      guard case .again(let delay) = attempt.decision, !isQuiet else { return [] }
      return stageLines.retried(attempt, after: delay)
    case .stageFinished(let stage):
      if stage.end.isSuccess { return isQuiet ? [] : [stageLines.succeeded(stage)] }
      if stage.end == .stopped { return isQuiet ? [] : [stageLines.stopped(stage)] }
      // Otherwise the output is above, and the end of the run repeats its last lines.
      return stageLines.failed(stage, tail: tail, showsTail: isQuiet)
    // Without `-v`, only the recap at the end of the run lists blocked and cancelled stages.
    case .stageBlocked(let stage, let by, let lacks):
      return isListed(false) ? [stageLines.blocked(stage, by: by, lacks: lacks)] : []
    case .stageCancelled(let stage):
      return isListed(false) ? [stageLines.cancelled(stage)] : []
    // The session told what is missing before the run began.
    case .warning(.stagesLack): return []
    case .warning(let warning):
      let message = warning.message(options.display.time)
      return [message.text(severity: .warning, style: options.display.style)]
    case .runFinished(let summary):
      return summary.lines(recap: recap.lines(stageLines, justTold: justTold), options.display)
    case .scriptFinished, .accepted, .cleaned, .other: return []
    }
  }

  /// Whether a stage that does not run gets a line; `isShort` allows the line without `-v`.
  private func isListed(_ isShort: Bool) -> Bool {
    options.display.isVerbose || isShort && !options.display.isQuiet
  }
}
