internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineSystem

/// How a run begins and ends, and where it is in between.
extension Run {
  /// Whether some stage may run.
  package var mayRun: Bool { !schedule.selected.isEmpty }

  /// The selected stages.
  var selected: Set<StageID> { Set(unaffected).union(schedule.selected) }

  mutating func begin() {
    let (facts, memory) = (context.facts, ledger.memory)
    var start = Event.RunStart()
    start.run = context.id
    start.time = context.clock.wall
    start.pipeline = context.graph.name
    start.selected = plan.entries.count
    start.toRun = plan.runCount
    start.mayRun = plan.mayRunCount
    start.jobs = context.options.capacity.jobs
    start.arguments = facts.arguments
    start.version = facts.version
    start.host = facts.host
    start.process = facts.process
    start.commit = facts.commit
    start.isDirty = facts.isDirty
    start.user = facts.user
    start.cores = context.executor.capacity.cores
    start.executor = context.executor.name
    start.graph = facts.graph
    start.parameters = context.workspace.parameters.entries.map {
      Event.RunStart.Parameter(name: $0.declaration.name, value: $0.value)
    }
    ledger.tell(.runStarted(start))
    if memory.damaged > 0 { ledger.tell(.warning(.recordsDamaged(count: memory.damaged))) }
    for warning in facts.warnings { ledger.tell(.warning(warning)) }
    for stage in unaffected { ledger.tell(.stageUpToDate(stage: context.name(stage))) }
    adoptUnselected()
  }

  mutating func end() -> Event.RunSummary {
    let files = context.workspace.files
    if let manifest = context.facts.manifest, files.state(of: manifest) != context.manifestState {
      ledger.tell(.warning(.manifestChanged(path: manifest.text)))
    }
    ledger.synchronize(files)
    var summary = Event.RunSummary(
      run: context.id,
      time: context.clock.wall,
      duration: context.clock.steady - context.started,
      succeeded: schedule.count(in: .succeeded),
      upToDate: unaffected.count + schedule.count(in: .upToDate),
      failed: schedule.stages(in: .failed).map(context.name),
      blocked: schedule.stages(in: .blocked).map(context.name),
      cancelled: schedule.stages(in: .cancelled).map(context.name),
      signal: outcome.signal,
      staleDownstream: staleDownstream(),
      fault: ledger.journal.fault,
      adopted: outcome.adopted
    )
    ledger.tell(.runFinished(summary))
    // The last line may be the one that finds the disk full.
    summary.fault = ledger.close()
    return summary
  }

  /// Stages outside the selection that this run has made stale, and those that are stale again.
  private func staleDownstream() -> [String] {
    let graph = context.graph
    let after = graph.closure(of: schedule.stages(in: .succeeded), over: graph.downstream(of:))
      .subtracting(selected).union(outcome.staleAtOnce)
    guard !after.isEmpty else { return [] }
    var planner = Planner(
      workspace: context.workspace,
      memory: ledger.memory,
      digests: judge.digests
    )
    return planner.plan(after, isForced: false).entries.compactMap { entry in
      entry.verdict == .upToDate ? nil : context.name(entry.stage)
    }
  }

  var progress: Progress {
    let isWaiting: [StageState] = [.waiting, .ready, .queued, .submitted]
    let (running, retrying) = attempts.progress(
      retrying: schedule.stages(in: .retrying),
      usual: schedule.usualDuration
    )
    let memory = { [attempts] in attempts.freeMemory }
    return Progress(
      running: running,
      retrying: retrying,
      succeeded: schedule.count(in: .succeeded),
      upToDate: unaffected.count + schedule.count(in: .upToDate),
      failed: schedule.count(in: .failed),
      notRun: schedule.count(in: .blocked) + schedule.count(in: .cancelled),
      waiting: isWaiting.reduce(0) { $0 + schedule.count(in: $1) },
      held: schedule.isDraining ? [:] : schedule.held(freeMemory: memory),
      elapsed: context.clock.steady - context.started,
      remaining: schedule.remaining(elapsed: attempts.elapsed),
      isEnding: schedule.isDraining
    )
  }
}

extension Plan {
  /// The part of the plan that this run can change: what runs or may run, what has news, and all behind that.
  func affected(in graph: Graph, _ memory: Memory) -> Plan {
    // What Make's rule finds up to date is yet to be recorded.
    if memory.isBlank { return self }
    var open: Set<StageID> = []
    let affected = entries.filter { entry in
      let isUnaffected =
        entry.verdict == .upToDate && !entry.hasNews
        && (open.isEmpty || !graph.upstream(of: entry.stage).contains(where: open.contains))
      if !isUnaffected { open.insert(entry.stage) }
      return !isUnaffected
    }
    return Plan(entries: affected)
  }

  /// What the records say of the stages; up-to-date stages count as 0 s.
  func estimates(_ graph: Graph, _ memory: Memory) -> [StageID: Estimate] {
    var estimates: [StageID: Estimate] = [:]
    for entry in entries {
      let record = memory.histories[graph.name(of: entry.stage)]?.record
      estimates[entry.stage] = Estimate(
        duration: entry.verdict == .upToDate ? 0 : record?.duration,
        memory: record?.peakMemory.map { Int($0) }
      )
    }
    return estimates
  }
}
