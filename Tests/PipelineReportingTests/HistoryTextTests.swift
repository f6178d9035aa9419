import Foundation
import PipelineReporting
import PipelineTestSupport
import RecordedTexts
import Testing

@testable import PipelinePlanning

/// The whole output of `status` and `log`.
struct HistoryTextTests {
  private static let now = Sample.time + 65_000

  private static var start: Event.RunStart {
    var start = Event.RunStart()
    (start.time, start.pipeline, start.jobs) = (Sample.time, "retrospective", 2)
    (start.selected, start.toRun, start.mayRun) = (4, 2, 1)
    (start.arguments, start.host, start.process) = (["-j2", "a b"], "laptop", 42)
    (start.commit, start.isDirty) = ("abc", true)
    return start
  }

  private static func status(_ text: Status, _ verbosity: Verbosity = .normal) throws -> String {
    StatusText(
      graph: try PlanSample.graph(),
      status: text,
      display: Display(verbosity: verbosity),
      now: now
    ).text
  }

  @Test func `a status with something in every state`() throws {
    let running = Sample.begun("enrichment", 2, at: Sample.time + 60_000, log: "l/e.2.log")
    let failed = AttemptEvents(
      run: "R",
      ended: Event.AttemptSummary(
        stage: "analysis",
        number: 3,
        start: Sample.time - 86_400_000,
        duration: 4.5,
        end: .exited(code: 2, script: 0),
        log: "l/a.\u{1B}[2J.log"
      )
    )
    let stages = [
      StageStatus(stage: 0, state: .upToDate),
      StageStatus(stage: 1, state: .running, reasons: [.runsNow(since: nil)], last: running),
      StageStatus(
        stage: 2,
        state: .failed,
        reasons: [
          .lastAttemptFailed(.exited(code: 2, script: 0)),
          .recipe(.variable("A"), from: [], to: []),
        ],
        last: failed
      ),
      StageStatus(stage: 3, state: .mayRun, pending: ["enrichment", "analysis"]),
    ]
    let holder = LockHolder(pid: 42, since: "s", host: "laptop", command: "pipeline -j2")
    let run = RunOverview(run: RunEvents(id: "R", start: Self.start), succeeded: 1, failed: 1)
    let text = Status(run: .goingOn(run, holder), last: nil, stages: stages)
    expectRecorded(try Self.status(text, .verbose))
    let elsewhere = Status(run: .elsewhere(nil, holder), last: nil, stages: [stages[0]])
    expectRecorded(try Self.status(elsewhere), "2")
  }

  @Test func `a stage that waits for its next attempt counts as running`() throws {
    let again = AttemptEvents(
      run: "R",
      ended: Event.AttemptSummary(
        stage: "analysis",
        end: .exited(code: 2, script: 0),
        decision: .again(after: 5)
      )
    )
    let run = RunOverview(run: RunEvents(id: "R", start: Self.start))
    let stage = StageStatus(stage: 2, state: .running, last: again)
    expectRecorded(try Self.status(Status(run: .goingOn(run, nil), last: nil, stages: [stage])))
  }

  @Test func `a large status groups stale stages by reason and ends with its totals`() throws {
    let many = (0..<90).map { number in
      StageStatus(
        stage: StageID(number % 4),
        state: number < 30 ? .upToDate : number < 55 ? .interrupted : .stale,
        reasons: [number < 60 ? .forced : .neverRun]
      )
    }
    let text = try Self.status(Status(run: .idle, last: nil, stages: many))
    let lines = text.split(separator: "\n")
    #expect(lines.count == 1 + 21 + 4 + 1 + 1)
    #expect(lines[0] == "retrospective · 90 stages")
    #expect(lines[1] == "· analysis    interrupted")
    #expect(lines[21] == "… and 5 more interrupted (-v)")
    #expect(lines[22] == "▶ forced → 5 stages")
    #expect(lines[24] == "▶ has never run here → 30 stages")
    #expect(lines.last == "25 interrupted, 35 stale, 30 up to date")
    let all = try Self.status(Status(run: .idle, last: nil, stages: many), .verbose)
    #expect(all.split(separator: "\n").count == 93)
  }

  @Test func `a running stage shows its times and its last line, in text and in JSON`() throws {
    var running = StageStatus(
      stage: 1,
      state: .running,
      last: Sample.begun("enrichment", 1, at: Self.now - 30_000, log: "l/e.1.log")
    )
    let line = PrintedLine(
      text: "Epoch 3 of 10 " + String(repeating: "x", count: 80),
      time: Self.now - 28_000
    )
    running.lastLine = line
    running.pace = Pace(elapsed: 30, usual: 1, silence: 28)
    let run = RunOverview(run: RunEvents(id: "R", start: Self.start))
    var late = Status(run: .goingOn(run, nil), last: nil, stages: [running])
    late.left = 100
    expectRecorded(try Self.status(late))
    running.pace = Pace(elapsed: 30, usual: 40, silence: 28)
    var onTime = Status(run: .goingOn(run, nil), last: nil, stages: [running])
    onTime.left = 10
    expectRecorded(try Self.status(onTime), "2")
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(late.json(PlanSample.graph(), states: []).utf8))
        as? [String: Any]
    )
    #expect((object["running"] as? [String: Any])?["left_seconds"] as? Double == 100)
    let stage = try #require((object["stages"] as? [[String: Any]])?.first)
    #expect(stage["usual_seconds"] as? Double == 1 && stage["over_seconds"] as? Double == 29)
    #expect(
      stage["last_line"] as? NSDictionary == [
        "text": line.text, "time": Timestamp(milliseconds: line.time).iso(),
      ]
    )
  }

  @Test func `the status as JSON`() throws {
    let stage = StageStatus(stage: 3, state: .mayRun, pending: ["analysis"])
    let text = try Status(run: .idle, last: nil, stages: [stage]).json(
      PlanSample.graph(),
      states: []
    )
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    )
    #expect(object["running"] is NSNull && object["last_run"] is NSNull)
    #expect((object["counts"] as? [String: Int])?["may_run"] == 1)
    let stages = try #require(object["stages"] as? [[String: Any]])
    #expect(
      stages[0] as NSDictionary == [
        "stage": "report", "state": "may_run", "reasons": [String](), "depends_on": ["analysis"],
        "last": NSNull(),
      ]
    )
  }

  /// A run with an attempt that was tried again, one that succeeded, and one without an end.
  private static var run: RunEvents {
    let attempts = [
      Event.AttemptSummary(
        stage: "a",
        duration: 1,
        end: exit,
        log: "a.1",
        decision: .again(after: 5)
      ),
      Event.AttemptSummary(
        stage: "a",
        number: 2,
        duration: 2,
        end: exit,
        log: "a.2",
        decision: .exhausted
      ),
      Event.AttemptSummary(
        stage: "b",
        duration: 3,
        log: "b.1",
        usage: ResourceUsage(peakMemory: 210_400_000, cpu: 2.5)
      ),
    ]
    return RunEvents(
      id: "R\u{1B}",
      start: start,
      attempts: attempts.map { AttemptEvents(run: "R", ended: $0) } + [
        Sample.begun("c", at: Sample.time, log: "c.1")
      ],
      stages: [
        Event.StageSummary(last: attempts[1], start: 0, duration: 8),
        Event.StageSummary(last: attempts[2], start: 0, duration: 3),
      ],
      warnings: [.other(kind: "new", text: "careful\n")]
    )
  }

  private static let exit = AttemptEnd.exited(code: 75, script: 0)

  @Test func `a run that did not finish, with all of its attempts`() {
    expectRecorded(RunText(run: Self.run, goesOn: false).text)
    var done = Self.run
    done.end = Event.RunSummary(
      run: "",
      duration: 9,
      succeeded: 1,
      upToDate: 2,
      failed: ["a"],
      blocked: ["d"],
      cancelled: ["e"],
      staleDownstream: ["f"]
    )
    let text = RunText(run: done, goesOn: false).text
    #expect(text.contains("· d  not run: blocked by a failed stage\n· e  cancelled\n"))
    #expect(text.hasSuffix("stale after it: f\n"))
    #expect(RunText(run: Self.run, goesOn: true).text.contains("▶ c  running since 10:00:00Z\n"))
  }

  @Test func `the list of runs, and the attempts of a stage`() {
    let end = Event.RunSummary(run: "", duration: 1.4, upToDate: 3)
    let runs = [
      RunOverview(run: Self.run, succeeded: 1, failed: 1),
      RunOverview(run: RunEvents(id: "Q", start: Self.start, end: end)),
    ]
    expectRecorded(runs.listText(current: nil))
    var acceptance = Event.Acceptance()
    acceptance.stage = "c"
    acceptance.time = Sample.time
    acceptance.reason = "\u{1B}c"
    acceptance.reasons = [.forced, .forced]
    let events =
      [.acceptance(run: "R", acceptance)]
      + Self.run.attempts[2...].reversed().map(StageEvent.attempt)
    expectRecorded(AttemptListText(events: events, current: "R").text, "2")
  }

  @Test func `the followed log prints events line by line`() {
    var acceptance = Event.Acceptance()
    (acceptance.stage, acceptance.time, acceptance.reason) = ("a", Sample.time, "right")
    let ended = Self.run.attempts.prefix(2).compactMap(\.ended)
    let begun = Event.AttemptStart(stage: "a", number: 2, time: Sample.time)
    let entries: [Event] =
      [.runStarted(Self.start)] + ended.map { .attemptFinished($0) }
      + [.attemptStarted(begun)] + Self.run.stages.map { .stageFinished($0) }
      + [
        .warning(.other(kind: "new", text: "\u{1B}c")), .other(kind: "metric", text: ""),
        .other(kind: "metric", text: "loss\u{1B} 0.5"), .accepted(acceptance),
      ]
    let text = entries.map {
      FollowText().text(of: LogLine(run: "R", time: Sample.time, event: $0))
    }.joined()
    expectRecorded(text)
  }
}
