import Foundation
import PipelineReporting
import PipelineTestSupport
import Testing

@testable import PipelinePlanning

/// The lines of the log as they are written.
struct LogLineTests {
  static func text(_ event: Event, time: Int64? = nil) -> String? {
    LogLine(run: "R", time: time, event: event).bytes.map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func `the first line of a run has its keys`() {
    #expect(
      Self.text(Sample.runStarted(selected: 5, toRun: 2, mayRun: 1)) == """
        {"event":"run_started","run":"R","time":"2026-11-20T10:00:00.123Z","level":"info","version":"0.1",\
        "pipeline":"retrospective","arguments":["--all"],"parameters":{},"host":"h","process":42,"jobs":1,\
        "selected":5,"to_run":2,"may_run":1,"commit":"abc","dirty":true}

        """
    )
  }

  @Test func `a finished stage is one line`() {
    #expect(
      Self.text(.stageFinished(Sample.stage("a", .succeeded))) == """
        {"stage":"a","timestamp":"2026-11-20T10:00:00.123Z","duration_seconds":15.25,\
        "success":true,"event":"stage_finished","run":"R","level":"info",\
        "end":{"kind":"succeeded","text":"succeeded"},"exit_code":0,"signal":null,"attempts":1,\
        "reasons":[{"kind":"forced","text":"forced"}],"scripts":["python3 stages/a.py"],\
        "output_log":".pipeline/runs/R/a.1.log","left_outputs":false}

        """
    )
  }

  @Test func `a finished attempt is one line`() {
    #expect(
      Self.text(.attemptFinished(Sample.attempt("a", .exited(code: 2, script: 0)))) == """
        {"event":"attempt_finished","run":"R","time":"2026-11-20T10:00:15.373Z","level":"error",\
        "attempt":{"stage":"a","number":1,"started":"2026-11-20T10:00:00.123Z","seconds":15.25,\
        "end":{"kind":"exited","text":"exit 2","code":2,"script_index":0},\
        "reasons":[{"kind":"forced","text":"forced"}],"scripts":["python3 stages/a.py"],\
        "output_log":".pipeline/runs/R/a.1.log",\
        "peak_memory_bytes":null,"cpu_seconds":null,"retry":null,"outputs":null}}

        """
    )
  }

  @Test func `an acceptance is one line`() {
    var acceptance = Event.Acceptance()
    acceptance.stage = "a"
    acceptance.time = Sample.time
    acceptance.user = "ada"
    acceptance.reason = "\u{1B} only \"words\""
    acceptance.reasons = [.forced]
    #expect(
      Self.text(.accepted(acceptance)) == #"""
        {"event":"accepted","run":"R","time":"2026-11-20T10:00:00.123Z","level":"info",\#
        "accepted":{"stage":"a","reason":"\u001b only \"words\"","user":"ada",\#
        "reasons":[{"kind":"forced","text":"forced"}]}}

        """#
    )
  }

  @Test func `the start of an attempt is one line`() {
    #expect(
      Self.text(Sample.attemptStarted("a")) == """
        {"event":"attempt_started","run":"R","time":"2026-11-20T10:00:00.123Z","level":"info",\
        "attempt":{"stage":"a","number":1,"output_log":".pipeline/runs/R/a.1.log",\
        "reasons":[{"kind":"never_run","text":"has never run here"}]}}

        """
    )
  }

  @Test(arguments: [
    (RetryDecision.again(after: 2.5), #"{"decision":"again","after_seconds":2.5}"#),
    (.exhausted, #"{"decision":"exhausted"}"#), (.notWorth, #"{"decision":"not_worth"}"#),
    (.runEnding, #"{"decision":"run_ending"}"#),
  ])
  func `a failed attempt logs the retry decision`(decision: RetryDecision, json: String) throws {
    var attempt = Sample.attempt("a", .exited(code: 2, script: 0))
    attempt.decision = decision
    attempt.usage = ResourceUsage(peakMemory: 1_000_000, cpu: 0.25)
    let line = try #require(Self.text(.attemptFinished(attempt)))
    #expect(
      line.contains(
        "\"peak_memory_bytes\":1000000,\"cpu_seconds\":0.25,\"retry\":\(json),\"outputs\":null}}"
      )
    )
  }

  @Test func `a warning is one line`() {
    #expect(
      Self.text(.warning(.recordsDamaged(count: 3)), time: Sample.time) == """
        {"event":"warning","run":"R","time":"2026-11-20T10:00:00.123Z","level":"warning",\
        "warning":{"kind":"records_damaged",\
        "text":"the records in `.pipeline/state` are damaged: some up-to-date stages will run again","count":3}}

        """
    )
  }

  @Test func `the last line of a run has its keys`() {
    #expect(
      Self.text(
        Sample.runFinished(succeeded: 2, upToDate: 3, failed: ["a"], blocked: ["b", "c"])
      ) == """
        {"event":"run_finished","run":"R","time":"2026-11-20T10:00:00.123Z","level":"error","seconds":18.4,\
        "outcome":"failed","counts":{"succeeded":2,"up_to_date":3,"failed":1,"blocked":2,\
        "cancelled":0},"failed":["a"],"blocked":["b","c"],"cancelled":[],"signal":null,\
        "stale_downstream":[],"adopted":0}

        """
    )
  }

  static let ends: [(AttemptEnd, String)] = [
    (.succeeded, #"{"kind":"succeeded","text":"succeeded"}"#),
    (.stopped, #"{"kind":"stopped","text":"stopped"}"#),
    (
      .signaled(signal: 9, script: 1),
      #"{"kind":"signaled","text":"killed by signal 9 (KILL)","signal":9,"script_index":1}"#
    ),
    (
      .timedOut(after: .milliseconds(1500), script: 0),
      #"{"kind":"timed_out","text":"timed out after 1.5 s","after_seconds":1.5,"script_index":0}"#
    ),
    (
      .notStarted(.isFolder("a"), script: 0),
      #"{"kind":"not_started","text":"could not start: `a` is a folder","#
        + #""fault":{"kind":"is_folder","texts":["a"],"numbers":[]},"script_index":0}"#
    ),
    (
      .outputsMissing(["a"]),
      #"{"kind":"outputs_missing","text":"output a was not made","outputs":["a"]}"#
    ),
    (
      .systemFailed(SystemFault(number: 28, words: "No space"), path: "a"),
      #"{"kind":"system","text":"a: No space","path":"a","number":28,"words":"No space"}"#
    ),
  ]

  @Test(arguments: ends)
  func `the log encodes every end of an attempt`(end: AttemptEnd, json: String) throws {
    let line = try #require(Self.text(.stageFinished(Sample.stage("a", end))))
    #expect(line.contains("\"end\":\(json),\"exit_code\":"))
  }

  @Test func `the log leaves out some events`() {
    let events: [Event] = [
      .stageUpToDate(stage: "a"), .scriptStarted(stage: "a", command: ""),
      .stageBlocked(stage: "a", by: []),
      .stageCancelled(stage: "a"),
    ]
    #expect(events.allSatisfy { Self.text($0) == nil })
  }

  static let stageKeys: Set = ["stage", "timestamp", "duration_seconds", "success"]

  @Test(arguments: 0..<5)
  func `an event with any name is one line of JSON`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    // The line has only the readable part of a name that is not UTF-8.
    let path = Path(bytes: [0xFF, 0x0A, 0x22])
    let start = Event.AttemptStart(stage: "a", reasons: [.newer(input: path, output: path)])
    for event in EventGenerator.events(using: &random) + [.attemptStarted(start)] {
      let line = try #require(LogLine(run: "R\n\"", time: 0, event: event).bytes)
      let isOneLine = line.last == 0x0A && line.dropLast().allSatisfy { $0 >= 0x20 }
      #expect(isOneLine)
      let object = try #require(
        JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
      )
      #expect(object["run"] as? String == "R\n\"")
      if case .stageFinished(let stage) = event {
        #expect(Self.stageKeys.isSubset(of: object.keys))
        #expect(object["stage"] as? String == stage.stage)
      } else {
        #expect(Self.stageKeys.isDisjoint(with: object.keys))
      }
    }
  }

  @Test(arguments: 0..<5)
  func `every written event can be read back`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let events = EventGenerator.events(using: &random)
    let kinds = Set(events.compactMap(\.kind))
    #expect(kinds.count == Event.Kind.allCases.count)
    for event in events {
      let line = LogLine(run: "R", time: Sample.time, event: event)
      let bytes = try #require(line.bytes)
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(LogLine(bytes[...]) == line, "\(text)")
      // Keys of a later version, in front of all others and in every object.
      let later = #""later":{"a":[1,null]},"#
      let more = "{" + later + text.dropFirst().replacing(#"{"kind""#, with: "{\(later)\"kind\"")
      #expect(LogLine(Array(more.utf8)[...]) == line, "\(more)")
      let cut = bytes.prefix(.random(in: 0..<(bytes.count - 2), using: &random))
      #expect(LogLine(cut) == nil)
    }
  }

  @Test func `an event of a later version is shown by its text`() throws {
    func read(_ text: String) throws -> Event { try #require(LogLine(Array(text.utf8)[...])).event }
    #expect(
      try read(#"{"event":"metric","run":"R","text":"loss 0.5","attempt":7}"#)
        == .other(kind: "metric", text: "loss 0.5")
    )
    #expect(
      try read(#"{"event":"warning","run":"R","warning":{"kind":"heat","text":"it is hot"}}"#)
        == .warning(.other(kind: "heat", text: "it is hot"))
    )
    let finished = try read(
      #"{"event":"attempt_finished","run":"R","attempt":{"stage":"a","number":1,"#
        + #""end":{"kind":"lost","text":"node lost"},"retry":{"decision":"elsewhere"},"#
        + #""reasons":[{"kind":"moon","text":"full moon"},5]}}"#
    )
    guard case .attemptFinished(let attempt) = finished else {
      Issue.record("\(finished)")
      return
    }
    #expect(attempt.end == .other(kind: "lost", text: "node lost"))
    #expect(attempt.decision == .other("elsewhere"))
    #expect(attempt.reasons == [.other(kind: "moon", text: "full moon")])
    let summary = try read(
      #"{"event":"run_finished","run":"R","time":"2026-11-20T10:00:00.123Z","outcome":"paused"}"#
    )
    guard case .runFinished(let end) = summary else {
      Issue.record("\(summary)")
      return
    }
    #expect(end.outcome == "paused" && !end.isSuccess)
  }

  @Test func `the log of a large change has its first names and its text`() throws {
    let paths = (0..<30).map { Path("\($0)") }
    let reason = Reason.set(.input, pattern: "*", added: paths, removed: [])
    let event = Event.attemptStarted(Event.AttemptStart(stage: "a", reasons: [reason]))
    let bytes = try #require(LogLine(run: "R", event: event).bytes)
    guard case .attemptStarted(let start) = LogLine(bytes[...])?.event else {
      Issue.record("not read")
      return
    }
    #expect(start.reasons == [.other(kind: "input_set_changed", text: reason.text())])
  }

  @Test func `the log of very many outputs has only the totals`() {
    let files = (0..<101).map { number in
      Event.OutputFile(path: "\(number)", size: 2, change: number == 0 ? .same : .changed)
    }
    var stage = Event.StageSummary()
    stage.setOutputs(Array(files.dropLast()))
    #expect(stage.outputs.count == 100 && stage.outputTotals == nil)
    stage.setOutputs(files)
    #expect(stage.outputs.isEmpty)
    let totals = stage.outputTotals
    #expect(totals?.same == 1 && totals?.changed == 100 && totals?.size == 202)
  }

  @Test func `the log keeps the first hundred reasons`() throws {
    let reasons = (0..<3000).map { Reason.recipe(.variable("\($0)"), from: [], to: []) }
    let line = try #require(
      Self.text(.stageFinished(Sample.stage("a", .succeeded, reasons: reasons)))
    )
    #expect(line.contains("\"more_reasons\":2900"))
  }
}
