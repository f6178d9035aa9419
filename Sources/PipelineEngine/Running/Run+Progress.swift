internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineSystem

extension Run {
  package var mayRun: Bool { !schedule.selected.isEmpty }

  /// With more stages, the log does not name those that will run, because its line would be too long.
  private static let namedStages = 1000

  var selected: Set<StageID> { Set(unaffected).union(schedule.selected) }

  mutating func begin() {
    let (facts, records) = (context.facts, ledger.records)
    var start = Event.RunStart()
    start.run = context.id
    start.time = context.clock.wall
    start.pipeline = context.graph.name
    start.selected = plan.entries.count
    start.toRun = plan.runCount
    start.mayRun = plan.mayRunCount
    let planned = plan.entries.lazy.filter { $0.verdict != .upToDate }.map(\.stage)
    if planned.count <= Self.namedStages { start.stages = planned.map(context.name) }
    start.isForced = context.options.isForced
    start.keepsGoing = context.options.onFailure == .keepGoing
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
    start.parameterChanges = facts.parameterChanges
    start.onlyTimes = plan.countOnlyTimes(leastFiles: 2) {
      context.workspace.isJudgedByContent(context.graph.nodes[$0].stage)
    }
    ledger.tell(.runStarted(start))
    if records.damaged > 0 { ledger.tell(.warning(.recordsDamaged(count: records.damaged))) }
    for warning in facts.warnings { ledger.tell(.warning(warning)) }
    for stage in unaffected { ledger.tell(.stageUpToDate(stage: context.name(stage))) }
    adoptUnselected()
    attachOpenAttempts()
  }

  /// Attaches attempts of earlier runs that continue, and stops those whose stage would now run differently.
  private mutating func attachOpenAttempts() {
    if attempts.attached.isEmpty { return }
    let stale = Set(plan.entries.filter { $0.verdict != .upToDate }.map(\.stage))
    for stage in schedule.selected {
      let name = context.name(stage)
      guard attempts.attached.contains(name), let open = ledger.records.openAttempts[name] else {
        continue
      }
      let now = judge.observe(stage, ledger.histories)
      let before = Observation(of: open.before)
      let isCurrent =
        !context.graph.upstream(of: stage).contains(where: stale.contains)
        && now.recipe == before.recipe && before.pathsThatDiffer(from: now).isEmpty
      attempts.attach(stage, open, isOutdated: !isCurrent)
      if isCurrent {
        schedule.move(stage, to: .submitted)
      } else if let key = attempts[stage]?.attempt.key {
        context.executor.stop(.attempt(key), atOnce: false)
      }
    }
    // These observations were made before the disk's clock was read, so later judgements must not use them.
    judge.forget()
  }

  mutating func end() -> Event.RunSummary {
    contents.finish()
    let files = context.workspace.files
    if let manifest = context.facts.manifest, files.state(of: manifest) != context.manifestState {
      ledger.tell(.warning(.manifestChanged(path: manifest.text)))
    }
    ledger.synchronize(files)
    var summary = Event.RunSummary()
    summary.run = context.id
    summary.time = context.clock.wall
    summary.duration = context.clock.steady - context.started
    summary.succeeded = schedule.count(in: .succeeded)
    summary.upToDate = unaffected.count + schedule.count(in: .upToDate)
    summary.failed = schedule.stages(in: .failed).map(context.name)
    summary.blocked = schedule.stages(in: .blocked).map(context.name)
    summary.cancelled = schedule.stages(in: .cancelled).map(context.name)
    summary.signal = outcome.signal
    summary.staleDownstream = staleDownstream()
    summary.fault = ledger.journal.fault
    summary.adopted = outcome.adopted
    ledger.tell(.runFinished(summary))
    // The disk may be too full for the last line of the log.
    summary.fault = ledger.close()
    return summary
  }

  /// Returns the unselected stages that this run made stale, and the stages that ran but are stale again.
  private func staleDownstream() -> [String] {
    let graph = context.graph
    let after = closure(of: schedule.stages(in: .succeeded), over: graph.downstream(of:))
      .subtracting(selected).union(outcome.staleAtOnce)
    guard !after.isEmpty else { return [] }
    var planner = planner
    return planner.plan(after, isForced: false).entries.compactMap { entry in
      entry.verdict == .upToDate ? nil : context.name(entry.stage)
    }
  }

  var planner: Planner {
    Planner(workspace: context.workspace, records: ledger.records, digests: judge.digests)
  }

  var progress: Progress {
    let isWaiting: [StageState] = [.waiting, .ready, .queued, .submitted]
    var progress = Progress(running: [])
    (progress.running, progress.retrying) = attempts.progress(
      retrying: schedule.stages(in: .retrying),
      usual: schedule.usualDuration
    )
    let memory = { [attempts] in attempts.freeMemory }
    progress.succeeded = schedule.count(in: .succeeded)
    progress.upToDate = unaffected.count + schedule.count(in: .upToDate)
    progress.failed = schedule.count(in: .failed)
    progress.notRun = schedule.count(in: .blocked) + schedule.count(in: .cancelled)
    progress.waiting = isWaiting.reduce(0) { $0 + schedule.count(in: $1) }
    progress.held = schedule.isDraining ? [:] : schedule.held(freeMemory: memory)
    progress.elapsed = context.clock.steady - context.started
    progress.remaining = schedule.remaining(elapsed: attempts.elapsed)
    progress.isEnding = schedule.isDraining
    return progress
  }
}

extension Plan {
  /// Returns the entries of stages that will run, may run or have news to record, and all downstream of them.
  func affected(in graph: Graph, _ records: Records) -> Plan {
    // Before the first run there are no records, so the run also records all stages that are up to date.
    if records.isBlank { return self }
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

  /// Returns the recorded duration and memory of each stage; up-to-date stages count as 0 s.
  func estimates(_ graph: Graph, _ records: Records) -> [StageID: Estimate] {
    var estimates: [StageID: Estimate] = [:]
    for entry in entries {
      let record = records.histories[graph.name(of: entry.stage)]?.record
      estimates[entry.stage] = Estimate(
        duration: entry.verdict == .upToDate ? 0 : record?.duration,
        memory: record?.peakMemory.map { Int($0) }
      )
    }
    return estimates
  }
}
