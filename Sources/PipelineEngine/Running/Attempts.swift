internal import PipelineDescription
internal import PipelinePlanning

/// The live attempts of a run, and the earlier attempts of each stage that has begun but not ended.
struct Attempts {
  private(set) var live: [StageID: LiveAttempt] = [:]
  private var stages: [AttemptKey: StageID] = [:]
  private var trails: [StageID: AttemptTrail] = [:]
  /// For each waiting stage, the steady time at which its retry delay ends.
  private var delays: [StageID: Double] = [:]
  private var follower: OutputFollower
  /// The names of the stages for which an attempt of an earlier run continues.
  let attached: Set<String>
  private let context: RunContext

  init(_ context: RunContext, attached: Set<String>) {
    self.context = context
    self.attached = attached
    follower = OutputFollower(files: context.workspace.files)
  }

  func stage(of attempt: AttemptKey) -> StageID? { stages[attempt] }

  subscript(stage: StageID) -> LiveAttempt? { live[stage] }

  mutating func note(_ handle: JobHandle, of stage: StageID) { live[stage]?.handle = handle }

  mutating func note(heldMemory bytes: Int64, of stage: StageID) { live[stage]?.heldMemory = bytes }

  /// Notes that a script has ended; returns false if its end was noted before.
  mutating func note(_ script: Event.ScriptSummary, of stage: StageID) -> Bool {
    guard let attempt = live[stage], script.index >= attempt.endedScripts else { return false }
    live[stage]?.endedScripts = script.index + 1
    return true
  }

  mutating func note(_ ended: LiveAttempt.Ended, of stage: StageID) { live[stage]?.ended = ended }

  func nextNumber(of stage: StageID) -> Int { (trails[stage]?.last?.number ?? 0) + 1 }

  func reasons(of stage: StageID) -> [Reason]? { trails[stage]?.reasons }

  /// `waiting` has the steady time at which the stage was ready, and all waits since.
  mutating func submit(
    _ attempt: LiveAttempt,
    _ waiting: (ready: Double, waits: [Event.AttemptStart.Wait])? = nil
  ) {
    var attempt = attempt
    attempt.ready = waiting?.ready
    attempt.waits = waiting?.waits ?? []
    live[attempt.stage] = attempt
    stages[attempt.attempt.key] = attempt.stage
  }

  mutating func attach(_ stage: StageID, _ recorded: RecordedAttempt, isOutdated: Bool) {
    let key = AttemptKey(stage: context.name(stage), run: recorded.run, number: recorded.number)
    let node = context.graph.nodes[stage]
    let attempt = context.workspace.attempt(key, of: node.stage, environment: [:])
    let before = Observation(of: recorded.before)
    var live = LiveAttempt(attempt, of: stage, before, reasons: [.lastAttemptInterrupted], context)
    live.handle = recorded.handle
    live.isOutdated = isOutdated
    submit(live)
  }

  /// Converts a time of the attempt's host, in milliseconds since 1970, to the steady clock; nil means now.
  func steadyTime(at time: Int64?, of attempt: LiveAttempt?) -> Double {
    let ago = time.map { Double(context.clock.wall - $0) / 1000 - (attempt?.lag ?? 0) } ?? 0
    return context.clock.steady - max(0, ago)
  }

  /// Notes that an attempt has started; `time` is in ms since 1970 by its host's clock, nil if unknown.
  mutating func begin(_ stage: StageID, host: String, at time: Int64?) {
    guard var attempt = live[stage] else { return }
    let submitted = attempt.started
    attempt.host = host
    attempt.isTimed = time != nil
    let ago = time.map { Double(context.clock.wall - $0) / 1000 } ?? 0
    // The host's clock may be wrong, but no start is in the future or, in this run, before the submission.
    let earliest = attempt.attempt.run == context.id ? submitted : -.infinity
    attempt.started = max(earliest, context.clock.steady - max(0, ago))
    attempt.lag = attempt.started - (context.clock.steady - ago)
    attempt.start =
      context.clock.wall - Int64(((context.clock.steady - attempt.started) * 1000).rounded())
    let queued = attempt.started - submitted
    if context.executor.immediateHost == nil, queued >= 0.001 {
      attempt.waits.append(Event.AttemptStart.Wait(what: "queue", seconds: queued))
    }
    live[stage] = attempt
    if trails[stage] == nil {
      trails[stage] = AttemptTrail(
        reasons: attempt.reasons,
        start: attempt.start,
        started: attempt.started
      )
    }
    follower.follow(attempt.attempt.stage, log: attempt.log, since: attempt.started)
  }

  mutating func end(_ stage: StageID) {
    if let attempt = live.removeValue(forKey: stage) { stages[attempt.attempt.key] = nil }
  }

  mutating func note(_ summary: Event.AttemptSummary, of stage: StageID) {
    trails[stage]?.last = summary
  }

  mutating func forget(_ stage: StageID) { trails[stage] = nil }

  /// `wait` is in seconds.
  mutating func delay(_ stage: StageID, by wait: Double) {
    delays[stage] = context.clock.steady + wait
  }

  /// Removes and returns the stages whose delay is over, in order.
  mutating func takeDue() -> [StageID] {
    if delays.isEmpty { return [] }
    let now = context.clock.steady
    let due = delays.filter { $0.value <= now }.keys.sorted()
    for stage in due { delays[stage] = nil }
    return due
  }

  /// Cancels the next attempt of a stage, and returns the summary of its last attempt.
  mutating func giveUp(_ stage: StageID) -> Event.AttemptSummary? {
    delays[stage] = nil
    return trails[stage]?.last
  }

  /// Removes a stage that has ended with its last attempt, and returns the summary of the stage.
  mutating func close(
    _ stage: StageID,
    _ last: Event.AttemptSummary
  ) -> Event.StageSummary {
    let trail = trails.removeValue(forKey: stage)
    return Event.StageSummary(
      last: last,
      start: trail?.start ?? last.start,
      duration: trail.map { context.clock.steady - $0.started } ?? last.duration
    )
  }

  /// Free memory minus the memory that live attempts are still expected to need, in bytes; nil if unknown.
  var freeMemory: Int? {
    guard let free = context.executor.freeMemory else { return nil }
    let promised = live.values.reduce(0) { sum, attempt in
      sum + max(0, attempt.expectedMemory - Int(attempt.heldMemory))
    }
    return Int(free) - promised
  }

  /// The seconds since the start of each running attempt.
  var elapsed: [StageID: Double] {
    let now = context.clock.steady
    return live.filter { $0.value.hasBegun }.mapValues { now - $0.started }
  }

  /// Passes a stage's new printed output to the reporter, up to the first `limit` bytes of the attempt's log.
  mutating func drain(_ stage: StageID, upTo limit: Int = .max, to ledger: inout Ledger) {
    let name = context.name(stage)
    ledger.report { reporter in
      guard reporter.wantsOutput else { return }
      follower.drain(name, upTo: limit, now: context.clock.steady) { piece in
        switch piece {
        case .bytes(let bytes): reporter.output(bytes, of: name)
        case .skipped(let count): reporter.skip(count, of: name)
        }
      }
    }
  }

  /// Passes the rest of a stage's printed output to the reporter, and stops following the attempt's log.
  mutating func drainAll(_ stage: StageID, to ledger: inout Ledger) {
    drain(stage, to: &ledger)
    follower.end(context.name(stage))
  }

  /// Returns the running stages, earliest start first, and the stages that wait for another attempt.
  func progress(
    retrying: [StageID],
    usual: (StageID) -> Double?
  ) -> (running: [Progress.Running], retrying: [Progress.Retrying]) {
    let now = context.clock.steady
    let running = live.filter(\.value.hasBegun)
      .sorted { ($0.value.started, $0.key) < ($1.value.started, $1.key) }
      .map { stage, attempt in
        Progress.Running(
          stage: context.name(stage),
          attempt: attempt.attempt.number,
          elapsed: now - attempt.started,
          usual: usual(stage),
          silence: follower.lastHeard(context.name(stage)).map { max(0, now - $0) }
        )
      }
    let waiting = retrying.map { stage in
      Progress.Retrying(
        stage: context.name(stage),
        attempt: nextNumber(of: stage),
        wait: delays[stage].map { max(0, $0 - now) } ?? 0
      )
    }
    return (running, waiting)
  }
}

/// The attempts so far of a stage that has begun but not ended, with the reasons and start of the first one.
private struct AttemptTrail {
  var reasons: [Reason]
  /// In milliseconds since 1970.
  var start: Int64
  /// The same time as `start`, by the steady clock, in seconds.
  var started: Double
  /// The latest attempt that has ended; nil during the first attempt.
  var last: Event.AttemptSummary?
}
