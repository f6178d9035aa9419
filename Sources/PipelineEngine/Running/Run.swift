internal import PipelineDescription
package import PipelinePlanning
internal import PipelineSystem

/// Runs a plan: one loop in one task owns the states; what runs elsewhere only sends its outcome.
///
/// Approach:
/// - judge what is ready, which makes it up to date or queued;
/// - start what is queued, while fewer run than may;
/// - wait for a message: a script began, an attempt ended, a signal came, time passed;
/// - when nothing is live any more, write the end.
package struct Run<Watcher: Reporter> {
  let workspace: Workspace
  let options: RunOptions
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
  /// Looks at the disk; what it saw counts until the loop waits.
  var observer: Observer
  /// What the disk's clock said before anything of that was seen; nil if nothing was.
  var seenSince: Int64?
  /// What was seen of stages that were judged since the loop last waited, and may start at once.
  var seen: [Int: Seen] = [:]
  var ran: Set<Int> = []
  /// Stages that have run and are stale again, because what they read changed meanwhile.
  var staleAtOnce: Set<Int> = []
  /// How many stages were recorded without having run.
  var adopted = 0
  private var signal: Int32?
  private let plan: Plan
  private let started: Double
  private let manifestState: FileState?

  /// Prepares a run; nothing is written yet.
  package init(
    id: String,
    workspace: Workspace,
    plan: Plan,
    options: RunOptions,
    store: RecordStore,
    journal: Journal<Watcher>,
    runner: any Runner,
    clock: any RunClock,
    inbox: RunInbox
  ) {
    self.id = id
    self.workspace = workspace
    self.plan = plan
    self.options = options
    self.store = store
    self.journal = journal
    self.runner = runner
    self.clock = clock
    self.inbox = inbox
    started = clock.steady
    manifestState = options.manifest.map { workspace.files.state(of: $0) }
    follower = OutputFollower(files: workspace.files)
    observer = Observer(workspace: workspace)
    schedule = Schedule(graph: workspace.graph, selected: Set(plan.entries.map(\.stage)))
    judge = Judge(
      workspace: workspace,
      rule: store.memory.rule,
      isForced: options.isForced,
      plan: plan
    )
  }

  /// Runs to the end, whatever the end, and tells how it was.
  package mutating func execute() async -> Event.RunSummary {
    begin()
    adoptUnselected()
    advance()
    var messages = inbox.messages.makeAsyncIterator()
    while !schedule.isFinished, let message = await messages.next() {
      switch message {
      case .tick: tick()
      // Heeded in `advance`, like one that comes while the loop is busy.
      case .stop: break
      case .attempt(let index, .scriptStarted(let command, let size)):
        drain(index, upTo: size)
        journal.tell(.scriptStarted(stage: name(index), command: command))
      case .attempt(_, .holdsMemory): break
      case .attempt(let index, .leftBehind(let leftovers)):
        journal.tell(.warning(.leftBehind(stage: name(index), leftovers)))
      case .attempt(let index, .ended(let end, let usage)): finish(index, end, usage)
      }
      advance()
    }
    return end()
  }

  func name(_ index: Int) -> String { workspace.graph.name(of: index) }

  private mutating func begin() {
    journal.tell(
      .runStarted(
        Event.RunStart(
          run: id,
          time: clock.wall,
          pipeline: workspace.graph.name,
          selected: plan.entries.count,
          toRun: plan.runCount,
          mayRun: plan.mayRunCount,
          jobs: options.jobs,
          arguments: options.arguments,
          version: options.version,
          host: options.host,
          process: options.process,
          commit: options.commit,
          isDirty: options.isDirty
        )
      )
    )
    if store.memory.damaged > 0 {
      journal.tell(.warning(.recordsDamaged(count: store.memory.damaged)))
    }
    for warning in options.warnings { journal.tell(.warning(warning)) }
  }

  /// Judges and starts until there is nothing to do but wait.
  private mutating func advance() {
    while true {
      for number in inbox.takeStops() { stop(by: number) }
      if journal.fault != nil && !schedule.isDraining { drainSchedule() }
      if !schedule.isDraining, let index = schedule.nextReady() {
        judgeStage(index)
      } else if !schedule.isDraining, schedule.running < options.jobs,
        let index = schedule.nextQueued()
      {
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
    if found?.reasons.isEmpty ?? true {
      if store.memory.histories[name(index)] == nil { adopt(index) }
      journal.tell(.stageUpToDate(stage: name(index)))
      schedule.move(index, to: .upToDate)
      return
    }
    // What cannot start at once is looked at again when it can.
    if seen.count < options.jobs { seen[index] = found }
    schedule.move(index, to: .queued)
  }

  /// What follows for others when a stage has failed.
  mutating func fail(_ index: Int) {
    for other in schedule.move(index, to: .failed) {
      let culprits = workspace.graph.nodes[other].upstream.filter {
        schedule.states[$0] == .failed || schedule.states[$0] == .blocked
      }
      journal.tell(.stageBlocked(stage: name(other), by: culprits.map(name)))
    }
    if !options.keepsGoing && !schedule.isDraining { drainSchedule() }
  }

  private mutating func drainSchedule() {
    for index in schedule.drain() { journal.tell(.stageCancelled(stage: name(index))) }
  }

  private mutating func stop(by number: Int32) {
    runner.stop(atOnce: signal != nil)
    if signal == nil {
      signal = number
      drainSchedule()
    }
  }

  private mutating func tick() {
    inbox.acceptTick()
    for index in live.keys.sorted() { drain(index) }
    let now = clock.steady
    journal.reporter.tick(
      Progress(
        running: live.sorted { $0.value.started < $1.value.started }.map { index, attempt in
          Progress.Running(
            stage: name(index),
            attempt: attempt.attempt.number,
            elapsed: now - attempt.started,
            usual: nil
          )
        },
        elapsed: now - started
      )
    )
  }

  /// Hands on what the scripts of a stage have printed.
  mutating func drain(_ index: Int, upTo limit: Int = .max) {
    guard journal.reporter.wantsOutput else { return }
    let stage = name(index)
    follower.drain(stage, upTo: limit) { piece in
      switch piece {
      case .bytes(let bytes): journal.reporter.output(bytes, of: stage)
      case .skipped(let count): journal.reporter.skip(count, of: stage)
      }
    }
  }

  private mutating func end() -> Event.RunSummary {
    if let manifest = options.manifest, workspace.files.state(of: manifest) != manifestState {
      journal.tell(.warning(.manifestChanged(path: manifest.text)))
    }
    journal.synchronize(store, files: workspace.files)
    var summary = Event.RunSummary(
      run: id,
      time: clock.wall,
      duration: clock.steady - started,
      succeeded: stages(in: .succeeded).count,
      upToDate: stages(in: .upToDate).count,
      failed: stages(in: .failed),
      blocked: stages(in: .blocked),
      cancelled: stages(in: .cancelled),
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

  private func stages(in state: StageState) -> [String] {
    schedule.selected.filter { schedule.states[$0] == state }.map(name)
  }

  /// Stages outside the selection that this run has made stale, and those that are stale again.
  private func staleDownstream() -> [String] {
    let after = workspace.graph.closure(of: ran, over: \.downstream)
      .subtracting(schedule.selected).union(staleAtOnce)
    guard !after.isEmpty else { return [] }
    var planner = Planner(workspace: workspace, memory: store.memory)
    return planner.plan(after, isForced: false).entries.compactMap { entry in
      entry.verdict == .upToDate ? nil : name(entry.stage)
    }
  }
}
