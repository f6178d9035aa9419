internal import PipelineDescription
package import PipelinePlanning
internal import PipelineSystem
internal import Synchronization

/// Runs a plan in the loop `turn`, which other threads can reach only by messages.
///
/// | part | owns |
/// |---|---|
/// | `Schedule` | the state of each stage, and which stage starts next |
/// | `Judge` | the observations of the disk since the loop last waited |
/// | `AttemptStart`, `OutputGuard` | nothing, because their state is in the records |
/// | `Attempts` | the live attempts, their delays and their printed output |
/// | `ContentWork` | the files that other threads read, and the stages that wait for them |
/// | `Ledger` | records, log and reports |
package struct Run: Sendable {
  let context: RunContext
  var schedule: Schedule
  var judge: Judge
  var attempts: Attempts
  var contents: ContentWork
  var ledger: Ledger
  var outcome = RunOutcome()
  /// Up-to-date stages that this run cannot change; the schedule omits them, so that a small run stays fast.
  let unaffected: [StageID]
  let plan: Plan
  private let inbox: RunInbox

  /// Prepares a run, without writing anything yet.
  package init(
    _ context: RunContext,
    plan: Plan,
    store: RecordStore,
    journal: Journal,
    digests: DigestTable,
    inbox: RunInbox,
    attached: Set<String> = []
  ) {
    self.context = context
    self.plan = plan
    self.inbox = inbox
    let graph = context.graph
    let open = plan.affected(in: graph, store.records)
    let isOpen = Set(open.entries.map(\.stage))
    unaffected = plan.entries.map(\.stage).filter { !isOpen.contains($0) }
    schedule = Schedule(
      graph: graph,
      selected: isOpen,
      capacity: context.options.capacity,
      estimates: open.estimates(graph, store.records),
      time: context.clock.steady
    )
    judge = Judge(context, plan: open, basis: store.records.basis, digests: digests)
    attempts = Attempts(context, attached: attached)
    contents = ContentWork(context, inbox: inbox)
    ledger = Ledger(store: store, journal: journal)
  }

  /// Blocks the calling thread until the run ends, whatever its outcome.
  package consuming func execute() -> (summary: Event.RunSummary, records: Records) {
    let inbox = inbox
    let shared = Shared(self)
    shared.run.withLock { $0.begin() }
    inbox.serve { shared.run.withLock { $0.turn() } }
    return shared.run.withLock { run in
      let summary = run.end()
      return (summary, run.ledger.records)
    }
  }

  /// A run in a mutex, so that any thread can take a turn of the loop.
  private final class Shared: Sendable {
    let run: Mutex<Run>

    init(_ run: Run) { self.run = Mutex(run) }
  }

  /// Works until the loop must wait for a message; returns true once the run is over.
  private mutating func turn() -> Bool {
    schedule.advance(to: context.clock.steady)
    while true {
      if let signal = inbox.nextStop() {
        stop(by: signal)
      } else if ledger.isFaulty && !schedule.isStopping {
        drain()
      } else if let stage = schedule.nextReady() {
        judge(stage)
      } else if let stage = nextToStart() {
        start(stage)
      } else {
        // Time has passed or will pass now, so the observations are no longer valid.
        judge.forget()
        guard let message = inbox.next() else {
          schedule.advance(to: context.clock.steady)
          schedule.noteWaits { [attempts] in attempts.freeMemory }
          return schedule.isFinished && attempts.live.isEmpty
        }
        schedule.advance(to: context.clock.steady)
        take(message)
      }
    }
  }

  private mutating func take(_ message: RunInbox.Message) {
    switch message {
    case .attempt(let key, let report):
      if let stage = attempts.stage(of: key) { take(report, of: stage) }
    case .tick: tick()
    case .read(let wanted, let read):
      judge.note(read)
      for stage in contents.finish(wanted) {
        if attempts[stage]?.ended != nil { finish(stage) } else { schedule.judgeAgain(stage) }
      }
    }
  }

  private mutating func take(_ report: AttemptReport, of stage: StageID) {
    switch report {
    case .submitted(let handle):
      attempts.note(handle, of: stage)
      ledger.noteSubmitted(context.name(stage), as: handle)
    case .began(let host, let time): begin(stage, host: host, at: time)
    case .scriptStarted(let command, let size):
      attempts.drain(stage, upTo: size, to: &ledger)
      ledger.tell(.scriptStarted(stage: context.name(stage), command: command))
    case .scriptFinished(let summary):
      if attempts.note(summary, of: stage) { ledger.tell(.scriptFinished(summary)) }
    case .holdsMemory(let bytes): attempts.note(heldMemory: bytes, of: stage)
    case .nearsTimeLimit: warnOfTimeLimit(stage)
    case .leftOrphans(let orphans):
      ledger.tell(.warning(.leftBehind(stage: context.name(stage), orphans)))
    case .ended(let end, let usage, let time): noteEnd(stage, end, usage, at: time)
    }
  }

  /// Queues a stage if it is stale, or marks it as up to date.
  private mutating func judge(_ stage: StageID) {
    // An outdated attempt of an earlier run is being stopped. The stage is judged after the attempt's end.
    if attempts[stage] != nil { return }
    let found = judge.judge(stage, &ledger) { [schedule] in schedule.state(of: $0) == .succeeded }
    if let found, contents.mustRead(toJudge: stage, found, ledger) { return }
    if let found, !found.reasons.isEmpty {
      if let lacks = context.options.lacks[stage] { return block(stage, lacks: lacks) }
      // The judgement counts only in this turn; in a later turn, the stage is judged again before it starts.
      judge.keep(found, of: stage)
      schedule.move(stage, to: .queued)
      return
    }
    if ledger.histories[context.name(stage)] == nil { adopt(stage) }
    if let found { noteNews(stage, found) }
    leave(stage)
  }

  /// Starts a stale stage, unless it became up to date while it waited for a slot.
  private mutating func start(_ stage: StageID) {
    let found = judge.judge(stage, &ledger) { [schedule] in schedule.state(of: $0) == .succeeded }
    guard let found, !found.reasons.isEmpty else { return leave(stage) }
    let order = AttemptStart.Order(
      stage: stage,
      judgement: found,
      number: attempts.nextNumber(of: stage),
      reasons: attempts.reasons(of: stage) ?? found.reasons,
      expectedMemory: schedule.expectedMemory(of: stage)
    )
    do throws(StartFailure) {
      let starter = AttemptStart(context: context, outputs: outputs)
      let attempt = try starter.prepare(order, judge, &ledger)
      schedule.advance(to: context.clock.steady)
      attempts.submit(attempt, schedule.waits(of: stage))
      schedule.move(stage, to: .submitted)
      if let host = context.executor.immediateHost {
        begin(stage, host: host, at: context.clock.wall)
      }
      let (inbox, key) = (inbox, attempt.attempt.key)
      context.executor.submit(attempt.attempt) { inbox.send(.attempt(key, $0)) }
      contents.read(whileRunning: stage, attempt.observation, ledger)
    } catch {
      refuse(order, error.end)
    }
  }

  /// Returns the next stage with a free slot and free resources, including stages whose retry delay is over.
  private mutating func nextToStart() -> StageID? {
    for stage in attempts.takeDue() { schedule.endDelay(of: stage) }
    return schedule.nextToStart(freeMemory: { [attempts] in attempts.freeMemory })
  }

  mutating func begin(_ stage: StageID, host: String, at time: Int64?) {
    guard attempts[stage]?.hasBegun == false else { return }
    attempts.begin(stage, host: host, at: time)
    if schedule.state(of: stage) == .submitted { schedule.move(stage, to: .running) }
    if let attempt = attempts[stage] { ledger.tell(.attemptStarted(attempt.startEvent)) }
  }

  private mutating func leave(_ stage: StageID) {
    ledger.tell(.stageUpToDate(stage: context.name(stage)))
    schedule.move(stage, to: .upToDate)
  }

  /// Prevents further starts after a signal; `RunControl` itself makes the executor stop running attempts.
  private mutating func stop(by signal: Int32) {
    contents.stop()
    guard outcome.signal == nil else { return }
    outcome.signal = signal
    drain()
  }

  private mutating func tick() {
    for stage in attempts.live.keys.sorted() { attempts.drain(stage, to: &ledger) }
    let progress = progress
    ledger.report { $0.tick(progress) }
  }

  var outputs: OutputGuard { OutputGuard(context: context) }
}

/// The results of a run besides the states of its stages.
struct RunOutcome {
  var signal: Int32?
  /// The number of stages that were recorded without running.
  var adopted = 0
  /// Stages about whose memory the run has warned.
  var overMemory: Set<StageID> = []
  /// Stages that ran and are stale again, because their inputs changed during the run.
  var staleAtOnce: Set<StageID> = []
}
