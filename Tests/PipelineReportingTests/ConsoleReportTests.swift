import PipelineReporting
import RecordedTexts
import Testing

@testable import PipelinePlanning

/// The console output of whole runs.
struct ConsoleReportTests {
  static let stages = ["extraction", "enrichment", "analysis"]

  /// A part of a run: an event, or what a script prints.
  enum Step {
    case event(Event)
    case tail(Event, [String])
    case output(String, String)
    case heartbeat(Progress)
  }

  static func transcript(_ options: ConsoleReport.Options, _ steps: [Step]) -> String {
    var report = ConsoleReport(options)
    return steps.map { step in
      switch step {
      case .event(let event): report.lines(for: event)
      case .tail(let event, let tail): report.lines(for: event, tail: tail)
      case .output(let stage, let text): report.output(stage: stage, bytes: Array(text.utf8))
      case .heartbeat(let progress): report.heartbeat(progress)
      }
    }.joined()
  }

  static let progress = Progress(
    running: [Progress.Running(stage: "enrichment", attempt: 1, elapsed: 150, usual: 290)],
    upToDate: 1,
    waiting: 1,
    remaining: 140
  )

  static let good: [Step] = [
    .event(Sample.runStarted(selected: 3, toRun: 1, mayRun: 1)),
    .event(.stageUpToDate(stage: "extraction")),
    .event(
      Sample.attemptStarted(
        "enrichment",
        reasons: [
          .file(.input, Path("data/a.json"), .missing),
          .recipe(.variable("REGION"), from: [], to: []),
        ]
      )
    ),
    .event(.scriptStarted(stage: "enrichment", command: "python3 stages/a.py")),
    .output("enrichment", "Extracted 387 "),
    .output("enrichment", "patterns\n\nhalf a line"),
    .event(.scriptStarted(stage: "enrichment", command: "python3 stages/b.py")),
    .output("enrichment", "\u{1B}[2J10%\r"),
    .heartbeat(progress),
    .output("enrichment", "50%\r100%"),
    .event(.attemptFinished(Sample.attempt("enrichment", .succeeded))),
    .event(.stageFinished(Sample.stage("enrichment", .succeeded))),
    .event(.stageUpToDate(stage: "analysis")),
    .event(Sample.runFinished(succeeded: 1, upToDate: 2)),
  ]

  @Test func `a good run, one stage at a time`() {
    expectRecorded(Self.transcript(ConsoleReport.Options(stages: Self.stages), Self.good))
  }

  @Test func `a good run, quiet`() {
    let options = ConsoleReport.Options(stages: Self.stages, display: Display(verbosity: .quiet))
    #expect(Self.transcript(options, Self.good).isEmpty)
  }

  @Test func `a good run, verbose`() {
    let options = ConsoleReport.Options(stages: Self.stages, display: Display(verbosity: .verbose))
    expectRecorded(Self.transcript(options, Array(Self.good.prefix(4))))
  }

  @Test func `a good run with colour`() {
    let style = Style(hasColor: true, isUnicode: true)
    let options = ConsoleReport.Options(stages: Self.stages, display: Display(style: style))
    let steps: [Step] = [
      .output("enrichment", "\u{1B}[31mred"),
      .event(.scriptStarted(stage: "enrichment", command: "b")),
      .output("enrichment", "still red\n"),
    ]
    let red = "\u{1B}[31m"
    let reset = "\u{1B}[0m"
    #expect(
      Self.transcript(options, steps)
        == "  \(red)red\(reset)\n  \u{1B}[2mb\(reset)\n  \(red)still red\(reset)\n"
    )
  }

  @Test func `parallel stages print whole lines with their names`() {
    let options = ConsoleReport.Options(stages: ["a", "long"], isConcurrent: true)
    let steps: [Step] = [
      .event(Sample.runStarted(selected: 2, toRun: 2, mayRun: 0)),
      .event(Sample.attemptStarted("a", 1, reasons: [.neverRun])),
      .event(.scriptStarted(stage: "a", command: "cmd a")),
      .event(Sample.attemptStarted("long", 1, reasons: [.forced])),
      .output("a", "one\ntw"), .output("long", "x"), .output("a", "o\nrest"),
      .output("long", "y\n"),
      .event(.stageFinished(Sample.stage("a", .succeeded))),
      .tail(
        .stageFinished(Sample.stage("long", .exited(code: 2, script: 0))),
        ["xy\u{1B}[2J", "\u{1B}[31mred"]
      ),
      .event(Sample.runFinished(succeeded: 1, failed: ["long"])),
    ]
    expectRecorded(Self.transcript(options, steps))
  }

  static let bad: [Step] = [
    .event(Sample.runStarted(selected: 3, toRun: 2, mayRun: 0)),
    .event(Sample.attemptStarted("extraction", 1, reasons: [.neverRun])),
    .event(Sample.attemptStarted("extraction", 2, reasons: [.neverRun])),
    .output("extraction", "Traceback"),
    .event(.warning(.recordsDamaged(count: 2))),
    .tail(
      .stageFinished(
        Sample.stage("extraction", .timedOut(after: .seconds(600), script: 0), attempts: 2)
      ),
      (1...30).map { "line \($0)" }
    ),
    .event(.stageBlocked(stage: "enrichment", by: ["extraction"])),
    .event(.stageCancelled(stage: "analysis")),
    .event(
      Sample.runFinished(
        failed: ["extraction"],
        blocked: ["enrichment"],
        cancelled: ["analysis"],
        stale: ["plot", "report"]
      )
    ),
  ]

  @Test func `a run that fails`() {
    expectRecorded(Self.transcript(ConsoleReport.Options(stages: Self.stages), Self.bad))
  }

  @Test func `a run that fails, quiet, in ASCII`() {
    let options = ConsoleReport.Options(
      stages: Self.stages,
      display: Display(style: Style(hasColor: false, isUnicode: false), verbosity: .quiet)
    )
    expectRecorded(Self.transcript(options, Self.bad))
  }

  @Test func `a run with nothing to do prints one line`() {
    let steps: [Step] =
      [.event(Sample.runStarted(selected: 3, toRun: 0, mayRun: 0))]
      + Self.stages.map { .event(.stageUpToDate(stage: $0)) }
      + [.event(Sample.runFinished(upToDate: 3))]
    #expect(
      Self.transcript(ConsoleReport.Options(stages: Self.stages), steps)
        == "✓ nothing to do · 3 up to date\n"
    )
  }

  @Test func `a large pipeline only counts the stages that are up to date`() {
    let names = (1...21).map { "s\($0)" }
    let steps: [Step] =
      [.event(Sample.runStarted(selected: 21, toRun: 1, mayRun: 0))]
      + names.map { .event(.stageUpToDate(stage: $0)) }
    #expect(
      Self.transcript(ConsoleReport.Options(stages: names), steps)
        == "retrospective · 21 stages · 1 to run\n"
    )
    let verbose = ConsoleReport.Options(stages: names, display: Display(verbosity: .verbose))
    #expect(Self.transcript(verbose, steps).contains("✓ s21  up to date\n"))
  }

  @Test func `an interrupted run`() {
    let finished = Sample.runFinished(succeeded: 1, cancelled: ["b", "c"], signal: 2)
    #expect(
      Self.transcript(ConsoleReport.Options(stages: []), [.event(finished)])
        == "✗ interrupted by signal 2 (INT) · 2 cancelled · 1 ran · 18.4 s\n"
    )
  }

  @Test func `a run that could not write its records`() {
    let fault = SystemFault(number: 28, words: "No space left on device")
    let finished = Sample.runFinished(succeeded: 2, fault: fault)
    expectRecorded(Self.transcript(ConsoleReport.Options(stages: []), [.event(finished)]))
  }

  @Test func `a stopped stage does not count as a failure`() {
    let event = Event.stageFinished(Sample.stage("a", .stopped))
    #expect(
      Self.transcript(
        ConsoleReport.Options(stages: ["a"], isConcurrent: true),
        [.tail(event, ["x"])]
      )
        == "· a  stopped · 15.3 s\n"
    )
  }

  @Test func `a long line of one of several parallel stages is printed in pieces`() {
    let style = Style(hasColor: true, isUnicode: true)
    var report = ConsoleReport(
      ConsoleReport.Options(stages: ["a"], isConcurrent: true, display: Display(style: style))
    )
    var text = ""
    // Cut in the middle of each unit once.
    let chunk = String(repeating: "é\u{1B}[31mx\u{1B}[32my", count: 3333)
    for _ in 0..<8 { text += report.output(stage: "a", bytes: Array(chunk.utf8)) }
    text += report.lines(for: .stageFinished(Sample.stage("a", .succeeded)))
    let isWhole = !text.contains("\u{FFFD}")
    #expect(isWhole)
    let lines = text.split(separator: "\n")
    #expect(lines.count > 3)
    #expect(lines.allSatisfy { $0.utf8.count < 66_000 })
    let count = text.unicodeScalars.count { $0 == "é" }
    #expect(count == 8 * 3333)
    let isHarmless = OutputFilterTests.isHarmless(text, style)
    #expect(isHarmless)
  }
}
