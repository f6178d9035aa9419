package import PipelinePlanning
internal import PipelineSystem

extension RootSession {
  /// Opens the root and locks it for a run.
  ///
  /// - Returns: The locked root; nil where the stages that failed last are asked for and there are none.
  package func begin(_ order: RunOrder) throws(SessionFault) -> LockedRoot? {
    let selected = try select(order, isForRun: true)
    // A run that is waited for may change what failed last.
    if !order.waits, selected.hasNothingFailed { return nil }
    let locked = try lock(selected, waits: order.waits) { () throws(SessionFault) in
      try select(order, isForRun: true)
    }
    return locked.selected.hasNothingFailed ? nil : locked
  }
}

/// The end of a run, and the root as it was opened for it.
package struct RunAnswer: Sendable {
  package let summary: Event.RunSummary
  package let root: OpenedRoot
}

extension LockedRoot {
  /// Runs, to the end of the run, whatever that is.
  ///
  /// - Parameters:
  ///   - control: Stops and suspends the run.
  ///   - reporter: Makes whoever watches the run, once its plan is known.
  /// - Returns: The end.
  /// - Throws: Why nothing was run.
  package func run(
    _ control: RunControl,
    reporter: (PlannedRoot) -> any Reporter
  ) throws(SessionFault) -> RunAnswer {
    defer { withExtendedLifetime(lock) {} }
    let (world, workspace) = (selected.session.world, root.workspace)
    let start = world.clock.wall
    let executor = selected.session.executor
    let recovered = try recover(executor) { control.send($0, of: $1) }
    let planned = selected.judged(recovered.records.memory)
    var digests = planned.digests
    digests.forgetUnsettled(since: lockTime)
    let warnings = try recovered.warnings + planned.check()
    let id = world.runID(start)
    let context = RunContext(
      id: id,
      workspace: workspace,
      options: options,
      facts: facts(planned.plan, warnings, id),
      executor: executor,
      clock: world.clock
    )
    let run = Run(
      context,
      plan: planned.plan,
      records: try recovered.openStore(),
      journal: Journal(
        log: try recovered.openLog(),
        reporter: reporter(planned),
        run: id,
        clock: world.clock
      ),
      digests: digests,
      inbox: control.inbox,
      attached: recovered.attached
    )
    let (summary, memory) = execute(run, control)
    if summary.signal == nil { root.known.renew(after: memory, in: workspace) }
    return RunAnswer(summary: summary, root: root)
  }

  private func execute(
    _ run: consuming Run,
    _ control: RunControl
  ) -> (Event.RunSummary, Memory) {
    let world = selected.session.world
    let (mayRun, executor) = (run.mayRun, run.context.executor)
    // Not before git was asked: a helper of its own that it leaves running is none of a script's.
    if mayRun { world.adoptOrphans() }
    control.begin(executor, world.clock)
    return run.execute()
  }

  /// What the disk's clock said when the lock's file was written, before any file was read.
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

  private func facts(_ plan: Plan, _ warnings: [Event.Warning], _ id: String) -> RunFacts {
    let (caller, world) = (selected.session.caller, selected.session.world)
    var facts = RunFacts()
    facts.arguments = caller.arguments
    facts.version = caller.version
    facts.host = world.host()
    facts.process = world.process()
    facts.user = caller.user
    facts.warnings = warnings
    facts.manifest = root.workspace.resolver.path(root.manifestPath)
    // Asking git costs more than finding that nothing is to do.
    if !plan.isUpToDate {
      let state = world.commit(root.workspace)
      facts.commit = state?.commit
      facts.isDirty = state?.isDirty
      // A run is not held up for want of it.
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
