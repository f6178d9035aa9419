import PipelinePlanning
import PipelineReporting
import PipelineTestSupport
import Testing

@testable import PipelineEngine

/// The run history, read backwards from the end of the log.
struct RunHistoryTests {
  private static let ids = ["20261120T100000.123-aaaa", "20261121T100000.123-bbbb"]

  @Test func `the history lists the last runs, newest first`() throws {
    var history = LogSample.history(Self.ids.flatMap(LogSample.run))
    let runs = try history.runs(last: 20)
    #expect(runs.map(\.run.id) == Self.ids.reversed())
    #expect(runs.allSatisfy { $0.succeeded == 1 && $0.failed == 1 })
    #expect(runs[0].run.start?.time == 1_795_168_800_123)
    #expect(runs[0].run.start?.arguments == ["-k"])
    #expect(runs[0].run.end?.blocked == ["c"])
    #expect(try history.runs(last: 1).map(\.run.id) == [Self.ids[1]])
    #expect(history.skipped == 0)
  }

  @Test func `the history lists the runs of a day`() throws {
    let ids = Self.ids + ["20261121T230000.000-cccc"]
    var history = LogSample.history(ids.flatMap(LogSample.run))
    let day = try #require(TimeDisplay.utc.day("2026-11-21"))
    #expect(try history.runs(startedIn: day).map(\.run.id) == [ids[2], ids[1]])
    #expect(try history.edges(startedIn: day).map(\.entry.run) == [ids[1], ids[1], ids[2], ids[2]])
    // An hour east of Greenwich, the last run belongs to the next day.
    let east = try #require(TimeDisplay.local(offset: 3600).day("2026-11-21"))
    #expect(try history.runs(startedIn: east).map(\.run.id) == [ids[1]])
    #expect(try history.runs(startedIn: 0..<1).isEmpty)
    #expect(TimeDisplay.utc.day("20261121") == nil && TimeDisplay.utc.day("2026-13-01") == nil)
  }

  @Test func `an unfinished run reports its counts and its running attempts`() throws {
    let id = Self.ids[1]
    let open = [
      LogSample.started(id), LogSample.began(id, "a"), LogSample.began(id, "b"),
      LogSample.ended(id, "a"), LogSample.finished(id, "a"), LogSample.ended(id, "b", again: true),
      LogSample.began(id, "c"),
    ]
    var history = LogSample.history(LogSample.run(Self.ids[0]) + open)
    let run = try #require(try history.runs(last: 1).first)
    #expect(run.run.end == nil && run.failed == 1 && run.succeeded == 0)
    #expect(run.run.attempts.map(\.stage) == ["b", "c"])
    #expect(run.run.attempts[0].isFollowed)
    #expect(run.run.attempts[1].log == "\(id)/c.1")
  }

  @Test func `the history finds one run with all its attempts and stages`() throws {
    var history = LogSample.history(Self.ids.flatMap(LogSample.run))
    let run = try #require(try history.run(Self.ids[0]))
    #expect(run.attempts.map(\.stage) == ["a", "b"])
    #expect(run.attempts[0].end == .exited(code: 2, script: 0))
    #expect(run.attempts[0].ended?.usage == ResourceUsage(peakMemory: 1000, cpu: 0.5))
    #expect(run.attempts[1].end == nil)
    #expect(run.stages.map(\.stage) == ["a", "b"])
    #expect(run.end?.failed == ["a"])
    #expect(try history.run("20261120")?.id == Self.ids[0])
    #expect(try history.run("last")?.id == Self.ids[1])
  }

  @Test func `an unknown run id suggests the nearest one, an ambiguous prefix lists both`() {
    var history = LogSample.history(Self.ids.flatMap(LogSample.run))
    #expect(throws: HistoryFault.ambiguousRun("202611", runs: Self.ids.reversed())) {
      try history.run("202611")
    }
    #expect(
      throws: HistoryFault.unknownRun(
        "20261121T100000.123-bbbc",
        nearest: Self.ids[1],
        isStage: false
      )
    ) {
      try history.run("20261121T100000.123-bbbc")
    }
    #expect(throws: HistoryFault.unknownRun("b", nearest: nil, isStage: true)) {
      try history.run("b")
    }
  }

  @Test func `the history lists the attempts of a stage across runs`() throws {
    let tail = [LogSample.started("R"), LogSample.began("R", "a")]
    var history = LogSample.history(Self.ids.flatMap(LogSample.run) + tail)
    let attempts = try history.attempts(last: 20) { $0 == "a" }
    #expect(attempts.map(\.run) == ["R"] + Self.ids.reversed())
    #expect(attempts.map(\.end) == [nil, .exited(code: 2, script: 0), .exited(code: 2, script: 0)])
    #expect(attempts[1].reasons == [.forced])
    #expect(try history.attempts(last: 1) { $0 == "a" }.map(\.run) == ["R"])
    #expect(try history.stageNames() == ["a", "b"])
    let last = try history.last(of: ["a", "b", "x"])
    #expect(last["a"]?.run == "R" && last["b"]?.run == Self.ids[1] && last["x"] == nil)
  }

  @Test func `a log cut at any byte keeps all complete lines before the cut`() throws {
    let lines = Self.ids.flatMap(LogSample.run)
    let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
    let first = LogSample.run(Self.ids[0]).joined(separator: "\n").utf8.count
    for length in stride(from: 0, through: bytes.count, by: 1) {
      var history = LogSample.history(Array(bytes[..<length]), pieceSize: 1000)
      let runs = try history.runs(last: 20)
      if length >= first {
        #expect(runs.last?.run.id == Self.ids[0] && runs.last?.run.end != nil, "\(length)")
      }
      // A line that lost only its line break is still complete.
      let isWhole = length == bytes.count || length == bytes.count - 1
      #expect((runs.count == 2 && runs[0].run.end != nil) == isWhole, "\(length)")
    }
  }

  @Test(arguments: 0..<30)
  func `the reader skips and counts garbage between the lines`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let garbage = [
      "x", "{", "{}", "null", "[1]", "{\"event\":\"run_started\"}", "\u{0}\u{1B}[2J", "\"\\",
      "{\"event\":\"run_finished\",\"run\":5}", "{\"a\":{\"b\":[",
      String(repeating: "{", count: 300),
    ]
    var count = 0
    var lines: [String] = []
    for line in Self.ids.flatMap(LogSample.run) {
      lines.append(line)
      if Bool.random(using: &random), let other = garbage.randomElement(using: &random) {
        lines.append(other)
        count += 1
      }
    }
    var history = LogSample.history(lines, pieceSize: .random(in: 1...400, using: &random))
    let runs = try history.runs(last: 20)
    #expect(runs.map(\.run.id) == Self.ids.reversed())
    #expect(runs.allSatisfy { $0.run.start != nil && $0.run.end != nil })
    #expect(history.skipped == count)
  }

  @Test func `the reader accepts lines of later versions and lines with unknown keys`() throws {
    let id = Self.ids[0]
    let lines = [
      "{ \"run\": \"\(id)\", \"more\": {\"x\": [1]}, \"time\": \"2026-11-20T10:00:00.123Z\","
        + " \"event\": \"run_started\" }",
      "{\"event\":\"stage_thought\",\"run\":\"\(id)\",\"reasons\":5}",
      "{\"event\":\"attempt_finished\",\"run\":\"\(id)\",\"attempt\":{\"number\":1,\"stage\":\"a\","
        + "\"end\":{\"kind\":\"dreamt\",\"text\":\"dreamt\"},\"retry\":{\"decision\":\"later\"}}}",
      "{\"run\":\"\(id)\",\"new\":null,\"event\":\"run_finished\",\"time\":\"2026-11-20T10:00:03.000Z\","
        + "\"outcome\":\"succeeded\"}",
    ]
    var history = LogSample.history(lines)
    let run = try #require(try history.run("last"))
    #expect(run.start?.time == 1_795_168_800_123 && run.end?.isSuccess == true)
    #expect(run.attempts.map(\.end) == [.other(kind: "dreamt", text: "dreamt")])
    #expect(history.skipped == 0)
  }

  @Test func `timestamps are parsed exactly`() {
    #expect(Timestamp(iso: "1970-01-01T00:00:00.000Z")?.milliseconds == 0)
    #expect(Timestamp(iso: "2026-11-20T10:00:00.123Z")?.milliseconds == 1_795_168_800_123)
    #expect(Timestamp(iso: "2024-02-29T23:59:59.999Z")?.milliseconds == 1_709_251_199_999)
    #expect(Timestamp(iso: "1970-01-01T00:00:01.000000001Z")?.nanoseconds == 1_000_000_001)
    #expect(Timestamp(startOfRun: "20261120T100000.123-29c9")?.milliseconds == 1_795_168_800_123)
    for text in ["", "2026-11-20", "2026-13-20T10:00:00.123Z", "2026-11-20T10:00:00.123+"] {
      #expect(Timestamp(iso: text) == nil)
    }
    #expect(Timestamp(startOfRun: "R") == nil)
  }

  @Test func `script and cleanup lines count neither as attempts nor as runs`() throws {
    let id = Self.ids[0]
    var script = Event.ScriptSummary()
    script.stage = "a"
    let lines = try [
      LogLine(run: id, event: .scriptFinished(script)),
      LogLine(run: id, event: .cleaned(Event.Cleanup())),
    ].map { String(decoding: try #require($0.bytes).dropLast(), as: UTF8.self) }
    var run = LogSample.run(id)
    run.insert(lines[0], at: 3)
    var history = LogSample.history(run + [lines[1]])
    let found = try history.lines(last: 1) { $0 == "a" }
    #expect(
      found.map(\.entry.event.kind) == [
        .attemptStarted, .scriptFinished, .attemptFinished, .stageFinished,
      ]
    )
    #expect(RunHistory.events(in: found).count == 1)
    #expect(try history.runs(last: 5).map(\.run.id) == [id])
    #expect(try history.lines(ofRun: "last")?.lines.count == run.count)
    #expect(try history.edges(ofLast: 1).map(\.entry.event.kind) == [.runStarted, .runFinished])
    #expect(history.skipped == 0)
  }

  @Test func `an acceptance appears among the attempts but not among the runs`() throws {
    let lines = [
      LogSample.run(Self.ids[0]), [LogSample.accepted(Self.ids[0], "a")],
      LogSample.run(Self.ids[1]),
      [LogSample.accepted(Self.ids[0], "b")],
    ]
    var history = LogSample.history(lines.flatMap(\.self))
    #expect(try history.runs(last: 20).map(\.run.id) == Self.ids.reversed())
    #expect(try history.runs(last: 1).map(\.run.id) == [Self.ids[1]])
    #expect(try history.run("last")?.id == Self.ids[1])
    #expect(try history.run(Self.ids[0])?.stages.count == 2)
    #expect(try history.position(ofLast: Self.ids[1]) != nil)
    #expect(try history.last(of: ["b"])["b"]?.run == Self.ids[1])
    let events = RunHistory.events(in: try history.lines(last: 20) { $0 == "a" })
    let told = events.map { event in
      switch event {
      case .attempt(let attempt): attempt.run
      case .acceptance(_, let acceptance): "\(acceptance.reason): \(acceptance.reasons)"
      }
    }
    #expect(told == [Self.ids[1], "comment \"only\": \([Reason.forced])", Self.ids[0]])
    #expect(try history.attempts(last: 20) { $0 == "a" }.map(\.run) == Self.ids.reversed())
    #expect(history.skipped == 0)
  }
}
