internal import PipelinePlanning

/// The console lines about one stage.
struct StageLines {
  private let options: ConsoleReport.Options
  private let nameWidth: Int
  private var style: Style { options.display.style }

  private static let tailLimit = 20

  init(_ options: ConsoleReport.Options) {
    self.options = options
    nameWidth = columnWidth(of: options.stages)
  }

  func header(_ start: Event.RunStart) -> String {
    headerLine(
      start.pipeline,
      start.selected,
      toRun: start.toRun,
      mayRun: start.mayRun,
      start.parameterChanges,
      style
    )
  }

  var isQuiet: Bool { options.display.isQuiet }

  func output(of stage: String) -> ScriptOutput {
    ScriptOutput(
      prefix: prefix(of: stage),
      isByLine: options.isConcurrent || options.isLive,
      style: style
    )
  }

  func upToDate(_ stage: String) -> String {
    line(.success, stage, style.paint("up to date", .dim))
  }

  /// Returns lines with the first reason, or all reasons with `-v`; a retry shows only the attempt's number.
  func started(_ attempt: Event.AttemptStart) -> [String] {
    let (stage, reasons) = (attempt.stage, attempt.reasons)
    if attempt.number > 1 { return [line(.start, stage, "attempt \(attempt.number)")] }
    let first = reasons.first?.text(options.display.time) ?? "started"
    if !options.display.isVerbose {
      let more = style.paint(String(reasons.andMore.dropFirst()), .dim)
      return [line(.start, stage, more.isEmpty ? first : "\(first) \(more)")]
    }
    let indent = String(repeating: " ", count: nameWidth + 4)
    return [line(.start, stage, first)]
      + reasons.dropFirst().map { indent + $0.text(options.display.time) }
  }

  func command(_ command: String, of stage: String) -> [String] {
    command.printableLines.map { prefix(of: stage) + style.paint($0, .dim) }
  }

  func succeeded(_ stage: Event.StageSummary) -> String {
    let outputs = stage.leftOutputs ? "left its outputs unchanged" : nil
    let parts = [durationText(stage.duration), stage.attemptsText, outputs]
    return line(.success, stage.stage, dotted(parts))
  }

  func stopped(_ stage: Event.StageSummary) -> String {
    let parts = [stage.end.text, durationText(stage.duration), stage.undone.map(Self.text)]
    return line(.idle, stage.stage, dotted(parts))
  }

  private static func text(of undone: Event.AttemptSummary.Undone) -> String {
    switch undone {
    case .restored: "earlier outputs restored"
    case .removed: "outputs removed"
    }
  }

  /// Returns the lines of a failed attempt that the runner retries after `delay` seconds.
  func retried(_ attempt: Event.AttemptSummary, after delay: Double) -> [String] {
    let end = "\(style.paint(attempt.end.text, .yellow)) · attempt \(attempt.number)"
    let again = delay > 0 ? "again in \(durationText(delay))" : "again immediately"
    return [line(.retry, attempt.stage, "\(end) · \(again)")]
      + logFact(options.display.isVerbose ? attempt.log : nil, style)
  }

  /// `showsTail` says whether the last lines that the stage printed are repeated.
  func failed(_ stage: Event.StageSummary, tail: [String], showsTail: Bool) -> [String] {
    var message = Message("")
    message.add("memory", Self.memory(of: stage))
    if let script = stage.end.script, stage.commands.indices.contains(script) {
      message.add("script", stage.commands[script])
    }
    message.add("log", stage.log)
    let refusal = stage.decision?.refusal(of: stage.end).map { ["  " + style.advice($0)] } ?? []
    let undone = stage.undone.map { ["  " + Self.text(of: $0)] } ?? []
    return [line(.failure, stage.stage, ending(of: stage))]
      + (showsTail ? tail.suffix(Self.tailLimit).map(tailLine) : []) + undone + refusal
      + message.factLines(style)
      + style.hintLines(stage.end.hint(printed: tail)).map { "  " + $0 }
  }

  /// Returns the short form of `failed(_:tail:)` for the recap at the end of the run.
  func recap(_ stage: Event.StageSummary, tail: [String]) -> [String] {
    var message = Message("")
    message.add("memory", Self.memory(of: stage))
    message.add("log", stage.log)
    let lines = [line(.failure, stage.stage, ending(of: stage))] + tail.map(tailLine)
    return (lines + message.factLines(style)).map { "  " + $0 }
  }

  private func ending(of stage: Event.StageSummary) -> String {
    dotted([style.paint(stage.end.text, .red), durationText(stage.duration), stage.attemptsText])
  }

  /// Returns the peak memory if signal 9 killed a script, because the usual cause is a lack of memory.
  private static func memory(of stage: Event.StageSummary) -> String? {
    switch stage.end {
    // A shell exits with 137 if signal 9 killed its command.
    case .signaled(9, _), .exited(137, _): stage.usage.peakMemory.map { "\(sizeText($0)) peak" }
    default: nil
    }
  }

  func blocked(_ stage: String, by stages: [String], lacks: [String]) -> String {
    line(
      .idle,
      stage,
      "not run: " + (stages.isEmpty ? "needs \(listed(lacks))" : "blocked by \(listed(stages))")
    )
  }

  func cancelled(_ stage: String) -> String {
    line(.idle, stage, "cancelled")
  }

  private func tailLine(_ text: String) -> String {
    var filter = OutputFilter(style: style)
    let shown = filter.filter(Array(text.utf8)) + filter.finish()
    return shown.isEmpty ? "  │" : "  │ " + String(decoding: shown, as: UTF8.self)
  }

  private func line(_ mark: Style.Mark, _ stage: String, _ text: String) -> String {
    style.line(mark, stage, width: nameWidth, text)
  }

  private func prefix(of stage: String) -> String {
    if !options.isConcurrent { return "  " }
    return style.spelled(style.paint("\(stage.printable.padded(to: nameWidth)) │ ", .dim))
  }
}
