import PipelineReporting
import RecordedTexts
import Testing

@testable import PipelinePlanning

/// The console output for failed attempts, and the summary of failures at the end of a run.
struct FailureReportTests {
  typealias Step = ConsoleReportTests.Step

  static func attempt(
    _ end: AttemptEnd,
    _ number: Int,
    _ decision: RetryDecision?,
    memory: Int64? = nil
  ) -> Event.AttemptSummary {
    var attempt = Sample.attempt("fetch", end, number: number)
    attempt.decision = decision
    attempt.usage.peakMemory = memory
    return attempt
  }

  static func given(_ attempt: Event.AttemptSummary) -> Step {
    .event(
      .stageFinished(Event.StageSummary(last: attempt, start: Sample.time, duration: 61))
    )
  }

  static let retries: [Step] = [
    .event(Sample.attemptStarted("fetch")),
    .output("fetch", "no route\n"),
    .event(.attemptFinished(attempt(.exited(code: 75, script: 0), 1, .again(after: 5.2)))),
    .event(Sample.attemptStarted("fetch", 2)),
    .event(
      .attemptFinished(attempt(.timedOut(after: .seconds(60), script: 0), 2, .again(after: 0)))
    ),
    .event(Sample.attemptStarted("fetch", 3)),
    .event(.attemptFinished(attempt(.exited(code: 75, script: 0), 3, .exhausted))),
    given(attempt(.exited(code: 75, script: 0), 3, .exhausted)),
  ]

  @Test func `a failed attempt that is retried prints one line`() {
    let options = ConsoleReport.Options(stages: ["fetch"])
    expectRecorded(ConsoleReportTests.transcript(options, Self.retries))
    let verbose = ConsoleReport.Options(stages: ["fetch"], display: Display(verbosity: .verbose))
    #expect(
      ConsoleReportTests.transcript(verbose, Self.retries).contains(
        "↻ fetch  exit 75 · attempt 1 · again in 5.2 s\n  log:  .pipeline/runs/R/fetch.1.log\n"
      )
    )
    let quiet = ConsoleReport.Options(stages: ["fetch"], display: Display(verbosity: .quiet))
    #expect(ConsoleReportTests.transcript(quiet, Self.retries).hasPrefix("✗ fetch  exit 75"))
  }

  static let last: [(AttemptEnd, RetryDecision)] = [
    (AttemptEnd.exited(code: 2, script: 0), RetryDecision.notWorth),
    (.signaled(signal: 11, script: 0), .notWorth),
    (.timedOut(after: .seconds(60), script: 0), .notWorth),
    (.notStarted(.missing("a.py"), script: 0), .notWorth),
    (.exited(code: 2, script: 0), .runEnding),
  ]

  @Test func `the report says why a stage is not retried`() {
    let options = ConsoleReport.Options(stages: ["fetch"])
    let texts = Self.last.map { end, decision in
      ConsoleReportTests.transcript(options, [Self.given(Self.attempt(end, 1, decision))])
    }
    expectRecorded(texts.joined())
  }

  @Test func `the report of a killed stage shows its memory use`() {
    let options = ConsoleReport.Options(stages: ["fetch"])
    let killed = Self.attempt(.signaled(signal: 9, script: 0), 1, nil, memory: 7_900_000_000)
    expectRecorded(ConsoleReportTests.transcript(options, [Self.given(killed)]))
    let failed = Self.attempt(.exited(code: 1, script: 0), 1, nil, memory: 7_900_000_000)
    #expect(
      !ConsoleReportTests.transcript(options, [Self.given(failed)]).contains("memory")
    )
  }

  static func failed(_ stage: String, tail: [String] = []) -> Step {
    .tail(.stageFinished(Sample.stage(stage, .exited(code: 1, script: 0))), tail)
  }

  static let several: [Step] = [
    failed("fit", tail: (1...30).map { "line \($0)" }),
    .event(.stageBlocked(stage: "plot", by: ["fit"])),
    .event(.stageBlocked(stage: "report", by: ["plot"])),
    failed("scan"),
    .event(.stageBlocked(stage: "join", by: ["report", "scan"])),
    .event(.stageCancelled(stage: "late")),
    .event(.stageFinished(Sample.stage("long", .succeeded))),
    .event(
      Sample.runFinished(
        succeeded: 1,
        failed: ["fit", "scan"],
        blocked: ["plot", "report", "join"],
        cancelled: ["late"]
      )
    ),
  ]

  @Test func `the summary names failed, skipped and cancelled stages`() {
    let options = ConsoleReport.Options(stages: ["fit", "scan", "long"], isConcurrent: true)
    let text = ConsoleReportTests.transcript(options, Self.several)
    let end = text.split(separator: "\n").drop { $0 != "failed:" }.joined(separator: "\n")
    expectRecorded(end)
    // The output stands above as it came, so only the summary repeats it.
    #expect(text.components("line 30") == 1)
    #expect(text.components("late") == 1)
    let verbose = ConsoleReport.Options(
      stages: ["fit"],
      isConcurrent: true,
      display: Display(verbosity: .verbose)
    )
    let all = ConsoleReportTests.transcript(verbose, Self.several)
    #expect(all.contains("· report  not run: blocked by plot\n") && all.contains("· late"))
  }

  @Test func `the quiet summary only adds the names of the failures`() {
    let options = ConsoleReport.Options(
      stages: ["fit", "scan"],
      display: Display(verbosity: .quiet)
    )
    let text = ConsoleReportTests.transcript(options, Self.several)
    #expect(
      text.hasSuffix(
        """
          log:     .pipeline/runs/R/scan.1.log
        failed: fit, scan
        not run: plot, report (blocked by fit)
        not run: join (blocked by fit, scan)
        cancelled: late
        ✗ 2 failed, 3 not run, 1 cancelled · 1 ran · 18.4 s

        """
      )
    )
  }

  @Test func `the summary repeats a failure only if other output followed it`() {
    let end = Step.event(Sample.runFinished(failed: ["a"]))
    let options = ConsoleReport.Options(stages: ["a"])
    let blocked = Step.event(.stageBlocked(stage: "b", by: ["a"]))
    let once = [Self.failed("a"), blocked, end]
    #expect(!ConsoleReportTests.transcript(options, once).contains("failed:\n"))
    for other: Step in [
      .event(.stageFinished(Sample.stage("c", .succeeded))), .output("c", "text\n"),
      .heartbeat(ConsoleReportTests.progress),
    ] {
      let text = ConsoleReportTests.transcript(options, [Self.failed("a"), blocked, other, end])
      #expect(text.contains("\nfailed:\n  ✗ a  exit 1 · 15.3 s\n    log:"))
    }
  }

  @Test func `the summary shows ten failures in full and counts groups`() {
    let names = (1...40).map { "s\($0)" }
    let steps =
      names.map { Self.failed($0) } + names.map { .event(.stageBlocked(stage: "b\($0)", by: [$0])) }
      + (1...9).map {
        .event(.stageBlocked(stage: "all\($0)", by: ["s1", "s2", "s3", "s4", "s5"]))
      }
      + [.event(Sample.runFinished(failed: names))]
    let text = ConsoleReportTests.transcript(
      ConsoleReport.Options(stages: names, isConcurrent: true),
      steps
    )
    let end = text.split(separator: "\n").drop { $0 != "failed:" }
    #expect(end.count { $0.hasPrefix("  ✗") } == 10)
    #expect(
      end.contains(
        "  also s11, s12, s13, s14, s15, s16, s17, s18, s19, s20, s21, s22, s23, s24, s25, s26, s27,"
          + " s28, s29, s30 and 10 more"
      )
    )
    #expect(end.contains("not run: bs10 (blocked by s10)"))
    #expect(end.contains("not run: 39 more (blocked by other failures)"))
  }

  @Test func `the summary counts the stages that one failure blocks`() {
    let steps: [Step] =
      [Self.failed("a")]
      + (1...9).map { .event(.stageBlocked(stage: "b\($0)", by: [$0 == 1 ? "a" : "b\($0 - 1)"])) }
      + [.event(Sample.runFinished(failed: ["a"]))]
    #expect(
      ConsoleReportTests.transcript(ConsoleReport.Options(stages: ["a"]), steps).contains(
        "\nnot run: b1, b2, b3, b4, b5 and 4 more (blocked by a)\n"
      )
    )
  }

  @Test func `the summary names the stages that did not start`() {
    let steps: [Step] = [
      .event(.stageCancelled(stage: "late")), .event(.stageFinished(Sample.stage("a", .stopped))),
      .event(Sample.runFinished(cancelled: ["a", "late"], signal: 2)),
    ]
    expectRecorded(ConsoleReportTests.transcript(ConsoleReport.Options(stages: ["a"]), steps))
  }

  @Test func `only whole lines appear above a live block, which shows the last line`() {
    var report = ConsoleReport(ConsoleReport.Options(stages: ["a"], isLive: true))
    func output(_ text: String) -> String { report.output(stage: "a", bytes: Array(text.utf8)) }
    #expect(output("one\ntw") == "  one\n")
    #expect(report.lastLines == ["a": "tw"])
    #expect(output("o\n\n") == "  two\n\n")
    #expect(report.lastLines == ["a": "two"])
    // The first state of a progress bar is a line; later states only replace the last line.
    #expect(output("1%\r") == "")
    #expect(output("2%\r") == "  1%\n")
    #expect(report.lastLines == ["a": "2%"])
    for percent in 3...99 { #expect(output("\(percent)%\r") == "") }
    #expect(report.lastLines == ["a": "99%"])
    #expect(output("100%\n\u{1B}[31mred\tand") == "  100%\n")
    #expect(report.lastLines == ["a": "red and"])
    #expect(
      report.lines(for: .stageFinished(Sample.stage("a", .succeeded)))
        == "  red\tand\n✓ a  15.3 s\n"
    )
    #expect(report.lastLines.isEmpty)
  }

  @Test func `the last line in the live block has no colours`() {
    let style = Style(hasColor: true, isUnicode: true)
    var report = ConsoleReport(
      ConsoleReport.Options(stages: ["a"], isLive: true, display: Display(style: style))
    )
    _ = report.output(stage: "a", bytes: Array("\u{1B}[31mred \u{1B}[1;38;5;9mbold".utf8))
    #expect(report.lastLines == ["a": "red bold"])
    _ = report.output(stage: "a", bytes: Array("\r\u{1B}[32mgreen\r".utf8))
    #expect(report.lastLines == ["a": "green"])
    // Text in the next chunk keeps the colour.
    #expect(report.output(stage: "a", bytes: Array("\n".utf8)) == "  \u{1B}[1;32mgreen\u{1B}[0m\n")
  }

  @Test func `the live block shows waiting stages if no stage runs`() {
    let waiting = Progress(
      running: [],
      retrying: [Progress.Retrying(stage: "fetch", attempt: 2, wait: 41)],
      succeeded: 3
    )
    let steps: [Step] = [.heartbeat(waiting), .heartbeat(Progress(running: [], waiting: 3))]
    #expect(
      ConsoleReportTests.transcript(ConsoleReport.Options(stages: ["fetch"]), steps)
        == "waiting: fetch (retries in 41 s, attempt 2) · 3 of 4 done\n"
    )
  }
}

extension String {
  /// The number of occurrences of a text.
  fileprivate func components(_ text: String) -> Int { ranges(of: text).count }
}
