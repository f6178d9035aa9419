internal import PipelineDescription
internal import PipelinePlanning

/// The attempts of a run: those under way, and the earlier ones of stages that have not ended.
struct Attempts {
  private(set) var live: [StageID: LiveAttempt] = [:]
  /// The stages of those under way, for the reports.
  private var stages: [AttemptKey: StageID] = [:]
  /// By stage that has begun and not ended.
  private var trails: [StageID: AttemptTrail] = [:]
  /// When the delay before the next attempt ends, by the steady clock.
  private var delays: [StageID: Double] = [:]
  private var follower: OutputFollower
  /// The stages of which an attempt of an earlier run goes on, by name.
  let attached: Set<String>
  private let context: RunContext

  init(_ context: RunContext, attached: Set<String>) {
    self.context = context
    self.attached = attached
    follower = OutputFollower(files: context.workspace.files)
  }

  /// The stage of an attempt, if that is under way.
  func stage(of attempt: AttemptKey) -> StageID? { stages[attempt] }

  subscript(stage: StageID) -> LiveAttempt? { live[stage] }

  mutating func note(_ handle: JobHandle, of stage: StageID) { live[stage]?.handle = handle }

  mutating func note(heldMemory bytes: Int64, of stage: StageID) { live[stage]?.heldMemory = bytes }

  /// Notes that a script has ended; false if that was told before.
  mutating func note(_ script: Event.ScriptSummary, of stage: StageID) -> Bool {
    guard let attempt = live[stage], script.index >= attempt.endedScripts else { return false }
    live[stage]?.endedScripts = script.index + 1
    return true
  }

  /// Notes how the scripts of an attempt have ended.
  mutating func note(_ ended: LiveAttempt.Ended, of stage: StageID) { live[stage]?.ended = ended }

  /// The number of the attempt that a stage would begin now.
  func nextNumber(of stage: StageID) -> Int { (trails[stage]?.last?.number ?? 0) + 1 }

  /// The reasons for which the first attempt of a stage was begun.
  func reasons(of stage: StageID) -> [Reason]? { trails[stage]?.reasons }

  /// Puts in an attempt that is submitted, with what it has waited for since it was ready.
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

  /// Attaches an attempt of an earlier run that goes on.
  ///
  /// - Parameters:
  ///   - stage: The stage.
  ///   - recorded: The attempt as the records have it.
  ///   - isOutdated: Whether its stage would now run otherwise, so that it is being stopped.
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

  /// The steady clock's time at a time in milliseconds since 1970 by the host of an attempt; now for nil.
  func steadyTime(at time: Int64?, of attempt: LiveAttempt?) -> Double {
    let ago = time.map { Double(context.clock.wall - $0) / 1000 - (attempt?.lag ?? 0) } ?? 0
    return context.clock.steady - max(0, ago)
  }

  /// The attempt starts on a host: its time counts from this moment; nil where that is not known.
  mutating func begin(_ stage: StageID, host: String, at time: Int64?) {
    guard var attempt = live[stage] else { return }
    let submitted = attempt.started
    attempt.host = host
    attempt.isTimed = time != nil
    let ago = time.map { Double(context.clock.wall - $0) / 1000 } ?? 0
    // A start is not in the future, and one of this run's own attempts not before its submission.
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
    follower.follow(attempt.attempt.stage, log: attempt.log)
  }

  /// Takes out an attempt that has ended.
  mutating func end(_ stage: StageID) {
    if let attempt = live.removeValue(forKey: stage) { stages[attempt.attempt.key] = nil }
  }

  /// Keeps the summary of a stage's latest attempt, for the one that follows.
  mutating func note(_ summary: Event.AttemptSummary, of stage: StageID) {
    trails[stage]?.last = summary
  }

  /// Forgets the earlier attempts of a stage.
  mutating func forget(_ stage: StageID) { trails[stage] = nil }

  /// Lets a stage wait before its next attempt, in seconds.
  mutating func delay(_ stage: StageID, by wait: Double) {
    delays[stage] = context.clock.steady + wait
  }

  /// Takes out the stages whose delay is over, in order.
  mutating func takeDue() -> [StageID] {
    if delays.isEmpty { return [] }
    let now = context.clock.steady
    let due = delays.filter { $0.value <= now }.keys.sorted()
    for stage in due { delays[stage] = nil }
    return due
  }

  /// Gives up the next attempt of a stage, and returns the summary of the last.
  mutating func giveUp(_ stage: StageID) -> Event.AttemptSummary? {
    delays[stage] = nil
    return trails[stage]?.last
  }

  /// Takes out a stage that has ended with this attempt, and returns its summary.
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

  /// The memory that is free and not expected to be taken by what runs, in bytes; nil if nobody knows.
  var freeMemory: Int? {
    guard let free = context.executor.freeMemory else { return nil }
    let promised = live.values.reduce(0) { sum, attempt in
      sum + max(0, attempt.expectedMemory - Int(attempt.heldMemory))
    }
    return Int(free) - promised
  }

  /// How long each running attempt has been running, in seconds.
  var elapsed: [StageID: Double] {
    let now = context.clock.steady
    return live.filter { $0.value.hasBegun }.mapValues { now - $0.started }
  }

  /// Hands on what the scripts of a stage have printed, up to a size of their log.
  mutating func drain(_ stage: StageID, upTo limit: Int = .max, to ledger: inout Ledger) {
    let name = context.name(stage)
    ledger.report { reporter in
      guard reporter.wantsOutput else { return }
      follower.drain(name, upTo: limit) { piece in
        switch piece {
        case .bytes(let bytes): reporter.output(bytes, of: name)
        case .skipped(let count): reporter.skip(count, of: name)
        }
      }
    }
  }

  /// Hands on the rest of what the scripts of a stage have printed.
  mutating func drainAll(_ stage: StageID, to ledger: inout Ledger) {
    drain(stage, to: &ledger)
    follower.end(context.name(stage))
  }

  /// The running stages, the earliest first, and those that wait for another attempt.
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
          usual: usual(stage)
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

/// The attempts of a stage so far, from the first one on.
private struct AttemptTrail {
  /// The reasons for the first attempt.
  var reasons: [Reason]
  /// When it began, in milliseconds since 1970.
  var start: Int64
  /// The same by the steady clock, in seconds.
  var started: Double
  /// The latest attempt that has ended.
  var last: Event.AttemptSummary?
}
