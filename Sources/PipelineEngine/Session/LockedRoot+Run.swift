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

extension LockedRoot {
  /// Recovers and plans, and opens all that the run writes to.
  ///
  /// Stages of which an attempt of an earlier run goes on belong to this run, whatever is selected.
  ///
  /// - Parameter control: Stops and suspends the run.
  /// - Returns: The run, of which nothing is told yet.
  /// - Throws: Why nothing can be run.
  package func prepare(_ control: RunControl) throws(SessionFault) -> PreparedRun {
    let (world, workspace) = (selected.session.world, root.workspace)
    let start = world.clock.wall
    let recovered = try recover(selected.session.executor) { control.send($0, of: $1) }
    var selected = selected
    if !recovered.attached.isEmpty {
      selected.stages.formUnion(
        root.graph.stages.filter { recovered.attached.contains(root.graph.name(of: $0)) }
      )
    }
    let planned = selected.judged(recovered.records.memory)
    let warnings = try recovered.warnings + planned.check()
    let id = world.runID(start)
    let context = RunContext(
      id: id,
      workspace: workspace,
      options: options,
      facts: facts(planned.plan, warnings, id),
      executor: selected.session.executor,
      clock: world.clock
    )
    return PreparedRun(
      planned: planned,
      locked: self,
      context: context,
      control: control,
      records: try recovered.openStore(),
      log: try recovered.openLog(),
      attached: recovered.attached
    )
  }

  /// What the disk's clock said when the lock's file was written, before any file was read.
  fileprivate var lockTime: Int64 {
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

/// A run that is planned, in a locked root.
package struct PreparedRun: Sendable {
  package let planned: PlannedRoot
  fileprivate let locked: LockedRoot
  fileprivate let context: RunContext
  fileprivate let control: RunControl
  fileprivate let records: RecordStore
  fileprivate let log: RunLog
  fileprivate let attached: Set<String>

  /// Runs, to the end of the run, whatever that is; blocks the calling thread until then.
  package consuming func execute(_ reporter: any Reporter) -> RunAnswer {
    defer { withExtendedLifetime(locked.lock) {} }
    var digests = planned.digests
    digests.forgetUnsettled(since: locked.lockTime)
    let (id, clock) = (context.id, context.clock)
    let run = Run(
      context,
      plan: planned.plan,
      records: records,
      journal: Journal(log: log, reporter: reporter, run: id, clock: clock),
      digests: digests,
      inbox: control.inbox,
      attached: attached
    )
    // Not before git was asked: a helper of its own that it leaves running is none of a script's.
    if run.mayRun { locked.selected.session.world.adoptOrphans() }
    control.begin(context.executor, clock)
    let (summary, memory) = run.execute()
    let root = locked.root
    if summary.signal == nil { root.known.renew(after: memory, in: root.workspace) }
    return RunAnswer(summary: summary, root: root)
  }
}

/// The end of a run, and the root as it was opened for it.
package struct RunAnswer: Sendable {
  package let summary: Event.RunSummary
  package let root: OpenedRoot
}
