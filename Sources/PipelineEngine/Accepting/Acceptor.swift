internal import PipelineDescription
package import PipelinePlanning
internal import PipelineSystem

/// Accepts stages: writes a record of each as it is now, so that it is up to date without running.
package struct Acceptor {
  /// A stage to accept.
  package struct Candidate: Equatable, Sendable {
    package var stage: StageID
    /// The reasons why it is stale, most important first; empty if it is up to date.
    package var reasons: [Reason]
    /// The reasons why it cannot be accepted.
    package var faults: [AcceptanceFault]
  }

  private let workspace: Workspace
  /// The records, with new ones added in advance for candidates that never ran and have no faults.
  private var memory: Memory
  private var digests: DigestTable
  /// The run id in the records of stages that never ran here.
  private let run: String

  /// Creates an acceptor; `run` is the run id for stages that never ran here.
  package init(workspace: Workspace, memory: Memory, run: String) {
    self.workspace = workspace
    self.memory = memory
    self.run = run
    digests = DigestTable(memory)
  }

  /// Returns the reasons and faults of some stages, in the order of execution; writes nothing.
  package mutating func candidates(_ stages: Set<StageID>) -> [Candidate] {
    workspace.graph.order.filter(stages.contains).map { candidate($0) }
  }

  private mutating func candidate(_ stage: StageID) -> Candidate {
    let node = workspace.graph.nodes[stage]
    var planner = Planner(workspace: workspace, memory: memory, digests: digests)
    let verdict = planner.plan([stage], isForced: false).entries.first?.verdict
    digests = planner.observer.digests
    guard case .run(let reasons) = verdict else {
      return Candidate(stage: stage, reasons: [], faults: [])
    }
    let now = observe(stage, memory.histories)
    let old = memory.histories[node.stage.name]
    let faults = AcceptanceCheck(node, now, history: old).faults
    if faults.isEmpty, old == nil {
      // A downstream stage that no file connects compares this stage's run, so it must see the new one.
      let record = record(of: stage, now, acceptance: nil, memory.histories)
      memory.histories[node.stage.name] = StageHistory(lastAttempt: .succeeded, record: record)
    }
    return Candidate(stage: stage, reasons: reasons, faults: faults)
  }

  /// Writes the records of stale stages that have no faults.
  ///
  /// - Parameters:
  ///   - candidates: The stages, in the order of execution.
  ///   - acceptance: The time and the reason of the acceptance.
  ///   - store: The records, which are flushed to the disk on return.
  ///   - clock: Waits for the disk's clock.
  /// - Returns: Faults that appeared meanwhile, in which case nothing was accepted, and warnings.
  /// - Throws: The system's error while writing; earlier stages may have been accepted.
  package mutating func accept(
    _ candidates: [Candidate],
    _ acceptance: Acceptance,
    in store: inout RecordStore,
    clock: any RunClock
  ) throws(SystemFault) -> (faults: [AcceptanceFault], warnings: [Event.Warning]) {
    let disk = DiskClock(file: store.clock, clock: clock)
    // If the last write to the records was long ago, newer files would count as from the future.
    try store.touch()
    // Earlier readings may have come too early, as the disk's clock was not checked before them.
    digests = DigestTable(memory)
    let isBlank = store.memory.isBlank
    var (settled, faults, warnings) = ([Observation](), [AcceptanceFault](), [Event.Warning]())
    for stage in candidates.map(\.stage) {
      let histories = store.memory.histories
      let (now, isFromFuture) = try disk.settle(
        observe(stage, histories),
        by: \.newestTimeOfAll,
        observe: { observe(stage, histories) }
      )
      let node = workspace.graph.nodes[stage]
      faults += AcceptanceCheck(node, now, history: histories[node.stage.name]).faults
      if isFromFuture, let newest = now.newestRead {
        warnings.append(.futureTime(stage: node.stage.name, path: newest.path.text))
      }
      settled.append(read(now, of: node.stage))
    }
    guard faults.isEmpty else { return (faults, warnings) }
    for (stage, now) in zip(candidates.map(\.stage), settled) {
      let name = workspace.graph.name(of: stage)
      let record = record(of: stage, now, acceptance: acceptance, store.memory.histories)
      try store.succeed(name, record: record)
    }
    if isBlank { try adoptOthers(than: Set(candidates.map(\.stage)), in: &store, disk) }
    try store.synchronize()
    return ([], warnings)
  }

  /// Returns the stale stages downstream of some stages, in the order of execution.
  package func stale(after stages: [StageID], _ memory: Memory) -> [StageID] {
    let after = closure(of: stages, over: workspace.graph.downstream(of:))
      .subtracting(stages)
    var planner = Planner(workspace: workspace, memory: memory, digests: digests)
    return planner.plan(after, isForced: false).entries
      .filter { $0.verdict != .upToDate }.map(\.stage)
  }

  /// Returns the observation with the digests of all its files, if the stage is judged by content.
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

  /// Returns the record for an observation of a stage.
  ///
  /// It keeps the run of the old record, so that no other stage becomes stale.
  private func record(
    of stage: StageID,
    _ now: Observation,
    acceptance: Acceptance?,
    _ histories: Histories
  ) -> Record {
    let node = workspace.graph.nodes[stage]
    let old = histories[node.stage.name]?.record
    var record = now.record(of: old?.run ?? run, outputs: now.outputs)
    // Read from the current records, to include upstream stages that were accepted just before.
    record.upstream = workspace.upstreamRuns(of: stage, histories).compactMapValues { $0 }
    (record.duration, record.peakMemory) = (old?.duration, old?.peakMemory)
    record.acceptance = acceptance
    record.formerOutputs = (old?.formerOutputs(apartFrom: node.outputs) ?? [])
      .filter { workspace.files.state(of: $0) != .missing }
    return record
  }

  /// Records stages that Make's rule finds up to date, in a root that was never run.
  ///
  /// From now on the records count, and without one these stages would be stale.
  private func adoptOthers(
    than accepted: Set<StageID>,
    in store: inout RecordStore,
    _ disk: DiskClock
  ) throws(SystemFault) {
    try store.touch()
    let clock = try store.lastWrite()
    var stale: Set<StageID> = []
    for stage in workspace.graph.order where !accepted.contains(stage) {
      var (now, seen) = (observe(stage, store.memory.histories), clock)
      if now.newestTime >= clock {
        seen = try disk.pass(now.newestTime)
        now = observe(stage, store.memory.histories)
      }
      guard stale.isDisjoint(with: workspace.graph.upstream(of: stage)),
        let record = now.adopted(by: run, seenAfter: seen)
      else {
        stale.insert(stage)
        continue
      }
      try store.succeed(workspace.graph.name(of: stage), record: record)
    }
  }
}
