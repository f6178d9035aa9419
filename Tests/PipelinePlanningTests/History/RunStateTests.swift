import Testing

@testable import PipelinePlanning

/// Whether a run is active, from the lock and the end of the log.
struct RunStateTests {
  private static let holder = LockHolder(pid: 7, since: "s", host: "h", command: "pipeline")

  private static func run(_ process: Int32 = 7, host: String = "h", ended: Bool) -> RunOverview {
    var start = Event.RunStart()
    (start.host, start.process) = (host, process)
    let end = Event.RunSummary(run: "", time: 1, duration: 1)
    return RunOverview(run: RunEvents(id: "R", start: start, end: ended ? end : nil))
  }

  @Test func `no run is active if no process holds the lock`() {
    #expect(RunState(lock: .free, last: Self.run(ended: false)) == .idle)
    #expect(RunState(lock: .free, last: nil) == .idle)
  }

  @Test func `only the run of the process that holds the lock is active`() {
    let own = Self.run(ended: false)
    #expect(RunState(lock: .held(Self.holder), last: own) == .goingOn(own, Self.holder))
    #expect(RunState(lock: .held(nil), last: own) == .goingOn(own, nil))
    let dead = Self.run(8, ended: false)
    #expect(RunState(lock: .held(Self.holder), last: dead) == .goingOn(nil, Self.holder))
    #expect(RunState(lock: .held(Self.holder), last: nil) == .goingOn(nil, Self.holder))
  }

  @Test func `a run ends with its last log line, before it releases the lock`() {
    #expect(RunState(lock: .held(Self.holder), last: Self.run(ended: true)) == .idle)
    let other = Self.run(8, ended: true)
    #expect(RunState(lock: .held(Self.holder), last: other) == .goingOn(nil, Self.holder))
  }

  @Test func `the state of a run on another machine comes only from its files`() {
    let own = Self.run(ended: false)
    #expect(RunState(lock: .elsewhere(Self.holder), last: own) == .elsewhere(own, Self.holder))
    #expect(RunState(lock: .elsewhere(Self.holder), last: Self.run(ended: true)) == .idle)
    let mine = Self.run(host: "mine", ended: true)
    #expect(RunState(lock: .elsewhere(Self.holder), last: mine) == .elsewhere(nil, Self.holder))
  }

  @Test func `the records list the active stages, and the log gives their details`() {
    let start = Event.AttemptStart(stage: "a", number: 2, time: 5)
    let attempt = AttemptEvents(run: "R", begun: start)
    let summary = Event.AttemptSummary(stage: "c", decision: .again(after: 1))
    let again = AttemptEvents(run: "R", ended: summary)
    let run = RunEvents(id: "R", attempts: [attempt, again])
    let failed = StageHistory(lastAttempt: .failed(.exited(code: 1, script: 0)), record: nil)
    let live = LiveStages(
      of: run,
      histories: [
        "a": StageHistory(lastAttempt: .started(run: "R"), record: nil),
        "b": StageHistory(lastAttempt: .started(run: "older"), record: nil),
        "c": failed, "d": failed,
        "e": StageHistory(lastAttempt: .started(run: "R"), record: nil),
      ]
    )
    #expect(live.attempts.keys.sorted() == ["a", "c", "e"])
    #expect(live.attempts["a"] == attempt)
    #expect(live.attempts["e"]?.start == nil)
  }

  @Test func `the plan does not show a running stage as interrupted`() {
    let attempt = AttemptEvents(run: "R", begun: Event.AttemptStart(stage: "a", time: 5))
    #expect(Reason.lastAttemptInterrupted.telling(attempt) == .runsNow(since: 5))
    #expect(Reason.lastAttemptInterrupted.telling(nil) == .lastAttemptInterrupted)
    #expect(Reason.forced.telling(attempt) == .forced)
  }
}
