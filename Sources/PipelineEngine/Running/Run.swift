internal import PipelineDescription
package import PipelinePlanning
internal import PipelineSystem
internal import Synchronization

/// Runs a plan: one loop, at one place at a time, owns the states; what runs elsewhere only sends its outcome.
///
/// Approach:
/// - judge what is ready, which makes it up to date or queued;
/// - start what is queued or due for another attempt, while there is a place and what it takes;
/// - wait for a message: a script began, an attempt ended, a signal came, time passed;
/// - when nothing is live any more, write the end.
package struct Run<Watcher: Reporter>: Sendable {
  let workspace: Workspace
  let options: RunOptions
  let facts: RunFacts
  let id: String
  let runner: any Runner
  let clock: any RunClock
  let inbox: RunInbox
  let judge: Judge
  var schedule: Schedule
  var store: RecordStore
  var journal: Journal<Watcher>
  var follower: OutputFollower
  /// What runs now, by stage.
  var live: [Int: LiveAttempt] = [:]
  /// The attempts so far of each stage that has begun and not ended.
  var trails: [Int: AttemptTrail] = [:]
  /// When the delay before its next attempt ends, by stage and by the clock that never goes back.
  var delays: [Int: Double] = [:]
  /// What is known of each selected stage from earlier runs.
  let estimates: [Int: Estimate]
  /// Looks at the disk; what it saw counts until the loop waits.
  var observer: Observer
  /// What the disk's clock said before anything of that was seen; nil if nothing was.
  var seenSince: Int64?
  /// What was seen of stages that were judged since the loop last waited, and may start at once.
  var seen: [Int: Seen] = [:]
  /// What is read of files, for stages that go by what is in them.
  var contents: ContentWork
  var ran: Set<Int> = []
  /// Stages that have run and are stale again, because what they read changed meanwhile.
  var staleAtOnce: Set<Int> = []
  /// How many stages were recorded without having run.
  var adopted = 0
  var signal: Int32?
  private let plan: Plan
  /// Stages that are up to date, and so is all before them: nothing in this run can change that.
  ///
  /// They never enter the schedule, so that a run costs by what it has to do.
  let unaffected: [Int]
  let started: Double
  private let manifestState: FileState?

  /// Prepares a run; nothing is written yet.
  package init(
    id: String,
    workspace: Workspace,
    plan: Plan,
    options: RunOptions,
    facts: RunFacts,
    store: RecordStore,
    journal: Journal<Watcher>,
    runner: any Runner,
    clock: any RunClock,
    inbox: RunInbox,
    digests: DigestTable
  ) {
    self.id = id
    self.workspace = workspace
    self.plan = plan
    self.options = options
    self.facts = facts
    self.store = store
    self.journal = journal
    self.runner = runner
    self.clock = clock
    self.inbox = inbox
    started = clock.steady
    manifestState = facts.manifest.map { workspace.files.state(of: $0) }
    follower = OutputFollower(files: workspace.files)
    observer = Observer(workspace: workspace, digests: digests)
    contents = ContentWork(
      reader: ContentReader(
        files: workspace.files,
        clock: clock,
        simulator: inbox.simulator
      )
    )
    let open = Self.open(plan, workspace.graph, store.memory)
    let isOpen = Set(open.entries.map(\.stage))
    unaffected = plan.entries.map(\.stage).filter { !isOpen.contains($0) }
    estimates = Self.estimates(open, workspace.graph, store.memory)
    schedule = Schedule(
      graph: workspace.graph,
      selected: isOpen,
      capacity: options.capacity,
      estimates: estimates
    )
    judge = Judge(
      workspace: workspace,
      basis: store.memory.basis,
      isForced: options.isForced,
      plan: open
    )
  }

  /// Runs to the end, whatever the end, and tells how it was and what is known then; blocks the calling
  /// thread until then.
  package consuming func execute() -> (summary: Event.RunSummary, memory: Memory) {
    let inbox = inbox
    let shared = Shared(self)
    if !shared.run.withLock({ $0.begin() }) {
      inbox.serve { message in shared.run.withLock { $0.take(message) } }
    }
    return shared.run.withLock { run in
      let summary = run.end()
      return (summary, run.store.memory)
    }
  }

  /// The run, for the thread whose turn it is.
  private final class Shared: Sendable {
    let run: Mutex<Run>

    init(_ run: Run) { self.run = Mutex(run) }
  }

  /// Begins; true if there is nothing to wait for.
  private mutating func begin() -> Bool {
    tellStart()
    adoptUnselected()
    advance()
    return schedule.isFinished
  }

  /// Takes what has come; true if the run is over then.
  private mutating func take(_ message: RunInbox.Message) -> Bool {
    switch message {
    case .tick: tick()
    // Heeded in `advance`, like one that comes while the loop is busy.
    case .stop: break
    case .attempt(let index, .scriptStarted(let command, let size)):
      drain(index, upTo: size)
      journal.tell(.scriptStarted(stage: name(index), command: command))
    case .attempt(let index, .holdsMemory(let bytes)): live[index]?.heldMemory = bytes
    case .attempt(let index, .leftBehind(let leftovers)):
      journal.tell(.warning(.leftBehind(stage: name(index), leftovers)))
    case .attempt(let index, .ended(let end, let usage)): noteEnd(index, end, usage)
    case .read(let wanted, let read): takeContents(of: wanted, read)
    }
    advance()
    return schedule.isFinished
  }

  /// What is affected: what runs or may run, what is yet to be noted, and all behind that.
  private static func open(_ plan: Plan, _ graph: Graph, _ memory: Memory) -> Plan {
    // What Make's rule finds up to date is yet to be recorded.
    if memory.isBlank { return plan }
    var open: Set<Int> = []
    let entries = plan.entries.filter { entry in
      let isUnaffected =
        entry.verdict == .upToDate && !entry.hasNews
        && (open.isEmpty || !graph.upstream(of: entry.stage).contains(where: open.contains))
      if !isUnaffected { open.insert(entry.stage) }
      return !isUnaffected
    }
    return Plan(entries: entries)
  }

  /// Whether some stage may run.
  package var mayRun: Bool { !schedule.selected.isEmpty }

  /// The stages that are meant.
  var selected: Set<Int> { Set(unaffected).union(schedule.selected) }

  func name(_ index: Int) -> String { workspace.graph.name(of: index) }

  private mutating func tellStart() {
    journal.tell(
      .runStarted(
        Event.RunStart(
          run: id,
          time: clock.wall,
          pipeline: workspace.graph.name,
          selected: plan.entries.count,
          toRun: plan.runCount,
          mayRun: plan.mayRunCount,
          jobs: options.capacity.jobs,
          arguments: facts.arguments,
          parameters: workspace.parameters,
          version: facts.version,
          host: facts.host,
          process: facts.process,
          commit: facts.commit,
          isDirty: facts.isDirty
        )
      )
    )
    if store.memory.damaged > 0 {
      journal.tell(.warning(.recordsDamaged(count: store.memory.damaged)))
    }
    for warning in facts.warnings { journal.tell(.warning(warning)) }
    for index in unaffected { journal.tell(.stageUpToDate(stage: name(index))) }
  }

  /// Judges and starts until there is nothing to do but wait.
  private mutating func advance() {
    while true {
      for number in inbox.takeStops() { stop(by: number) }
      if journal.fault != nil && !schedule.isDraining { drainSchedule() }
      if !schedule.isDraining, let index = schedule.nextReady() {
        judgeStage(index)
      } else if !schedule.isDraining, let index = nextToStart() {
        startStage(index)
      } else {
        break
      }
    }
    // From here on time passes: what was seen must be looked at again.
    seen.removeAll()
    observer.forget()
    seenSince = nil
  }

  private mutating func judgeStage(_ index: Int) {
    let found = look(at: index)
    if let found, awaitsContents(toJudge: index, found) { return }
    if found?.reasons.isEmpty ?? true {
      if store.memory.histories[name(index)] == nil { adopt(index) }
      if let found { noteNews(index, found) }
      journal.tell(.stageUpToDate(stage: name(index)))
      schedule.move(index, to: .upToDate)
      return
    }
    // What cannot start at once is looked at again when it can.
    if seen.count < options.capacity.jobs { seen[index] = found }
    schedule.move(index, to: .queued)
  }

  private mutating func end() -> Event.RunSummary {
    if let manifest = facts.manifest, workspace.files.state(of: manifest) != manifestState {
      journal.tell(.warning(.manifestChanged(path: manifest.text)))
    }
    journal.synchronize(store, files: workspace.files)
    var summary = Event.RunSummary(
      run: id,
      time: clock.wall,
      duration: clock.steady - started,
      succeeded: schedule.count(in: .succeeded),
      upToDate: unaffected.count + schedule.count(in: .upToDate),
      failed: schedule.stages(in: .failed).map(name),
      blocked: schedule.stages(in: .blocked).map(name),
      cancelled: schedule.stages(in: .cancelled).map(name),
      signal: signal,
      staleDownstream: staleDownstream(),
      fault: journal.fault,
      adopted: adopted
    )
    journal.tell(.runFinished(summary))
    journal.synchronizeLog()
    // The last line may be the one that finds the disk full.
    summary.fault = journal.fault
    return summary
  }

  /// Stages outside the selection that this run has made stale, and those that are stale again.
  private func staleDownstream() -> [String] {
    let after = workspace.graph.closure(of: ran, over: workspace.graph.downstream(of:))
      .subtracting(selected).union(staleAtOnce)
    guard !after.isEmpty else { return [] }
    var planner = Planner(workspace: workspace, memory: store.memory, digests: observer.digests)
    return planner.plan(after, isForced: false).entries.compactMap { entry in
      entry.verdict == .upToDate ? nil : name(entry.stage)
    }
  }
}
