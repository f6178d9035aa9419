internal import PipelineDescription
package import PipelinePlanning
internal import PipelineSystem

/// Writes a record of a stage as it is now, so that the stage is up to date without running.
package struct Acceptor {
  package struct Candidate: Equatable, Sendable {
    package var stage: StageID
    /// The most important reason comes first; empty if the stage is up to date.
    package var reasons: [Reason]
    package var faults: [AcceptanceFault]
  }

  private let workspace: Workspace
  /// The records, plus a provisional record for each candidate that never ran and has no faults.
  private var records: Records
  private var digests: DigestTable
  /// The run id for the records of stages that never ran here.
  private let run: String

  package init(workspace: Workspace, records: Records, run: String) {
    self.workspace = workspace
    self.records = records
    self.run = run
    digests = DigestTable(records)
  }

  /// Returns the candidates in the order of execution; writes nothing.
  package mutating func candidates(_ stages: Set<StageID>) -> [Candidate] {
    workspace.graph.order.filter(stages.contains).map { candidate($0) }
  }

  private mutating func candidate(_ stage: StageID) -> Candidate {
    let node = workspace.graph.nodes[stage]
    var planner = Planner(workspace: workspace, records: records, digests: digests)
    let verdict = planner.plan([stage], isForced: false).entries.first?.verdict
    digests = planner.observer.digests
    guard case .run(let reasons) = verdict else {
      return Candidate(stage: stage, reasons: [], faults: [])
    }
    let now = observe(stage, records.histories)
    let old = records.histories[node.stage.name]
    let faults = AcceptanceCheck(node, now, history: old).faults
    if faults.isEmpty, old == nil {
      // A stage that depends on this one without reading its files compares run ids, so it needs the new id.
      let record = record(of: stage, now, acceptance: nil, records.histories)
      records.histories[node.stage.name] = StageHistory(lastAttempt: .succeeded, record: record)
    }
    return Candidate(stage: stage, reasons: reasons, faults: faults)
  }

  /// Writes and flushes the records of candidates without faults, given in the order of execution.
  ///
  /// If it returns faults, it accepted nothing; if it throws, some stages may have been accepted.
  package mutating func accept(
    _ candidates: [Candidate],
    _ acceptance: Acceptance,
    in store: inout RecordStore,
    clock: any RunClock
  ) throws(SystemFault) -> (faults: [AcceptanceFault], warnings: [Event.Warning]) {
    let disk = DiskClock(file: store.clock, clock: clock)
    // Sets the disk's clock to now; after an old write, newer files would count as from the future.
    try store.touch()
    // Forgets digests that were read before the disk's clock was checked, as they may be outdated.
    digests = DigestTable(records)
    let isBlank = store.records.isBlank
    var (settled, faults, warnings) = ([Observation](), [AcceptanceFault](), [Event.Warning]())
    for stage in candidates.map(\.stage) {
      let histories = store.records.histories
      let (now, isFromFuture) = try disk.settle(
        observe(stage, histories),
        by: \.newestTimeOfAll,
        observe: { observe(stage, histories) }
      )
      let node = workspace.graph.nodes[stage]
      faults += AcceptanceCheck(node, now, history: histories[node.stage.name]).faults
      if isFromFuture, let newest = now.newestRead {
        // Several stages may read the file.
        let isTold = warnings.contains { warning in
          if case .futureTime(_, let path) = warning { path == newest.path.text } else { false }
        }
        if !isTold {
          warnings.append(.futureTime(stage: node.stage.name, path: newest.path.text))
        }
      }
      settled.append(read(now, of: node.stage))
    }
    guard faults.isEmpty else { return (faults, warnings) }
    for (stage, now) in zip(candidates.map(\.stage), settled) {
      let name = workspace.graph.name(of: stage)
      let record = record(of: stage, now, acceptance: acceptance, store.records.histories)
      try store.succeed(name, record: record)
    }
    if isBlank { try adoptOthers(than: Set(candidates.map(\.stage)), in: &store, disk) }
    try store.synchronize()
    return ([], warnings)
  }

  /// Returns the stages downstream of `stages` that would or may run, in the order of execution.
  package func stale(after stages: [StageID], _ records: Records) -> [StageID] {
    let after = closure(of: stages, over: workspace.graph.downstream(of:))
      .subtracting(stages)
    var planner = Planner(workspace: workspace, records: records, digests: digests)
    return planner.plan(after, isForced: false).entries
      .filter { $0.verdict != .upToDate }.map(\.stage)
  }

  /// Adds the digests of all files to an observation, if the stage is judged by content.
  private func read(_ now: Observation, of stage: Stage) -> Observation {
    guard workspace.isJudgedByContent(stage) else { return now }
    var now = now
    var observer = Observer(workspace: workspace, digests: digests)
    observer.read(now.unread, for: &now)
    return now
  }

  private func observe(_ stage: StageID, _ histories: Histories) -> Observation {
    var observer = Observer(workspace: workspace, digests: digests)
    return observer.observe(stage, histories: histories)
  }

  /// Returns a record that keeps the run id of the old one, so that no other stage becomes stale.
  private func record(
    of stage: StageID,
    _ now: Observation,
    acceptance: Acceptance?,
    _ histories: Histories
  ) -> Record {
    let node = workspace.graph.nodes[stage]
    let old = histories[node.stage.name]?.record
    var record = now.record(of: old?.run ?? run, outputs: now.outputs)
    // Uses the current records, which include upstream stages that were accepted just before.
    record.upstream = workspace.upstreamRuns(of: stage, histories).compactMapValues { $0 }
    (record.duration, record.peakMemory) = (old?.duration, old?.peakMemory)
    record.acceptance = acceptance
    record.formerOutputs = (old?.formerOutputs(apartFrom: node.outputs) ?? [])
      .filter { workspace.files.state(of: $0) != .missing }
    return record
  }

  /// Records stages that Make's rule finds up to date, which would count as stale once other records exist.
  private func adoptOthers(
    than accepted: Set<StageID>,
    in store: inout RecordStore,
    _ disk: DiskClock
  ) throws(SystemFault) {
    try store.touch()
    let clock = try store.lastWrite()
    var stale: Set<StageID> = []
    for stage in workspace.graph.order where !accepted.contains(stage) {
      var (now, seen) = (observe(stage, store.records.histories), clock)
      if now.newestTime >= clock {
        seen = try disk.pass(now.newestTime)
        now = observe(stage, store.records.histories)
      }
      guard stale.isDisjoint(with: workspace.graph.upstream(of: stage)),
        let record = now.adopted(by: run, of: workspace.graph.nodes[stage], seenAfter: seen)
      else {
        stale.insert(stage)
        continue
      }
      try store.succeed(workspace.graph.name(of: stage), record: record)
    }
  }
}
