package import PipelinePlanning
internal import PipelineSystem

extension RootSession {
  /// Blocks until the run has ended; returns nil if only failed stages were requested and none has failed.
  package func run(
    _ order: RunOrder,
    _ control: RunControl,
    _ reporter: any Reporter
  ) throws(SessionFault) -> RunAnswer? {
    let selected = try select(order, isForRun: true)
    guard world.seesProcesses() else { throw .noProcesses }
    // With `waits`, another run may be in progress, and its end may change which stages have failed.
    if !order.waits, selected.hasNothingFailed { return nil }
    let locked: LockedRoot
    do throws(SessionFault) {
      locked = try lock(selected, waits: order.waits) { () throws(SessionFault) in
        try select(order, isForRun: true)
      }
    } catch {
      guard error.deniedPath != nil, try selected.isUpToDate() else { throw error }
      return selected.nothingToDo(reporter)
    }
    if locked.selected.hasNothingFailed { return nil }
    return try locked.run(control, reporter)
  }
}

extension SelectedRoot {
  /// Answers a run in a root that this user cannot write to, and in which every stage is up to date.
  fileprivate func nothingToDo(_ reporter: any Reporter) -> RunAnswer {
    var summary = Event.RunSummary()
    summary.time = session.world.clock.wall
    summary.upToDate = stages.count
    var reporter = reporter
    reporter.begin(stages: [], isConcurrent: false)
    reporter.report(.runFinished(summary))
    return RunAnswer(summary: summary, root: root)
  }
}

extension LockedRoot {
  /// Recovers from dead runs, then plans, checks and runs the selected stages and all attached stages.
  fileprivate func run(
    _ control: RunControl,
    _ reporter: any Reporter
  ) throws(SessionFault) -> RunAnswer {
    defer { withExtendedLifetime(lock) {} }
    let (session, workspace) = (selected.session, root.workspace)
    let start = session.world.clock.wall
    let recovered = try recover(session.executor) { control.send($0, of: $1) }
    let planned = plan(recovered)
    let (warnings, obstacles) = try planned.check()
    // Opens these files first, because a run that cannot open them must leave nothing behind.
    let (store, log) = (try recovered.openStore(), try recovered.openLog())
    let context = context(
      session.world.runID(start),
      planned,
      recovered.warnings + warnings + Obstacle.warnings(obstacles),
      lacks: obstacles
    )
    var reporter = reporter
    reporter.begin(stages: planned.stageNames, isConcurrent: planned.isConcurrent)
    var digests = planned.digests
    digests.forgetUnsettled(since: lockTime)
    let run = Run(
      context,
      plan: planned.plan,
      store: store,
      journal: Journal(log: log, reporter: reporter, run: context.id, clock: context.clock),
      digests: digests,
      inbox: control.inbox,
      attached: recovered.attached
    )
    // `context` has called git before, so that no background process of git counts as a script's orphan.
    if run.mayRun { session.world.adoptOrphans() }
    control.begin(context.executor, context.clock)
    let (summary, records) = run.execute()
    if summary.signal == nil { root.known.renew(after: records, in: workspace) }
    return RunAnswer(summary: summary, root: root)
  }

  private func plan(_ recovered: RecoveredRoot) -> PlannedRoot {
    var selected = selected
    if !recovered.attached.isEmpty {
      selected.stages.formUnion(
        root.graph.stages.filter { recovered.attached.contains(root.graph.name(of: $0)) }
      )
    }
    return selected.judged(recovered.recordFile.records)
  }

  /// The disk's time when the lock's file was written, which was before the planner read any file.
  private var lockTime: Int64 {
    root.workspace.files.state(of: Workspace.lockFile).stamp?.modified ?? .min
  }

  private var options: RunOptions {
    var options = RunOptions()
    options.isForced = selected.order.isForced
    options.capacity = selected.capacity
    options.onFailure = selected.order.onFailure
    return options
  }

  private func context(
    _ id: String,
    _ planned: PlannedRoot,
    _ warnings: [Event.Warning],
    lacks obstacles: [Obstacle]
  ) -> RunContext {
    var options = options
    for obstacle in obstacles {
      guard let stage = root.graph.stage(named: obstacle.stage) else { continue }
      options.lacks[stage, default: []].append(obstacle.lack.name)
    }
    return RunContext(
      id: id,
      workspace: root.workspace,
      options: options,
      facts: facts(planned, warnings, id),
      executor: selected.session.executor,
      clock: selected.session.world.clock
    )
  }

  private func facts(
    _ planned: PlannedRoot,
    _ warnings: [Event.Warning],
    _ id: String
  ) -> RunFacts {
    let (caller, world) = (selected.session.caller, selected.session.world)
    var facts = RunFacts()
    facts.arguments = caller.arguments
    facts.version = caller.version
    facts.host = world.host()
    facts.process = world.process()
    facts.user = caller.user
    facts.warnings = warnings
    facts.manifest = root.workspace.resolver.path(root.manifestPath)
    // A call of git would take longer than the rest of a run in which all stages are up to date.
    if !planned.plan.isUpToDate {
      facts.parameterChanges = planned.parameterChanges()
      let state = world.commit(root.workspace)
      facts.commit = state?.commit
      facts.isDirty = state?.isDirty
      // The run must not fail just because its graph cannot be stored.
      facts.graph = try? GraphFile.keep(
        root.graph,
        manifest: root.known.manifestHash,
        of: id,
        in: root.workspace.files
      )
    }
    return facts
  }
}

package struct RunAnswer: Sendable {
  package let summary: Event.RunSummary
  package let root: OpenedRoot
}
