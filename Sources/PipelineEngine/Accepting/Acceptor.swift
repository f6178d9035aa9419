internal import PipelineDescription
package import PipelinePlanning
internal import PipelineSystem

/// Takes stages as they stand: a record of each as it is now makes it up to date, and nothing runs.
package struct Acceptor {
  /// A stage that is to be taken as it stands.
  package struct Candidate: Equatable, Sendable {
    package var stage: StageID
    /// What makes it stale, the weightiest first; none if it is up to date, and nothing is to be done.
    package var reasons: [Reason]
    /// What stands in the way.
    package var faults: [AcceptanceFault]
  }

  private let workspace: Workspace
  /// What is remembered; of stages whose acceptance is expected, as it will be then.
  private var memory: Memory
  private var digests: DigestTable
  /// The id that stages get as their run which never ran here.
  private let run: String

  /// Takes what is remembered, and an id for stages that never ran here.
  package init(workspace: Workspace, memory: Memory, run: String) {
    self.workspace = workspace
    self.memory = memory
    self.run = run
    digests = DigestTable(memory)
  }

  /// How some stages stand, in the order of execution; nothing is written.
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
      // A stage after it that only its name connects will see that it has a run now.
      let record = record(of: stage, now, acceptance: nil, memory.histories)
      memory.histories[node.stage.name] = StageHistory(lastAttempt: .succeeded, record: record)
    }
    return Candidate(stage: stage, reasons: reasons, faults: faults)
  }

  /// Writes the records of stages that are stale and in whose way nothing stands.
  ///
  /// - Parameters:
  ///   - candidates: The stages, in the order of execution.
  ///   - acceptance: Who says so, and when.
  ///   - store: The records, which are on the disk when this returns.
  ///   - clock: Waits for the disk's clock.
  /// - Returns: What has come in the way meanwhile: then nothing was accepted. And what to warn of.
  /// - Throws: The error of the system in writing; stages before may have been accepted.
  package mutating func accept(
    _ candidates: [Candidate],
    _ acceptance: Acceptance,
    in store: inout RecordStore,
    clock: any RunClock
  ) throws(SystemFault) -> (faults: [AcceptanceFault], warnings: [Event.Warning]) {
    let disk = DiskClock(file: store.clock, clock: clock)
    // The last write to the records may be long ago: what is newer would count as from the future.
    try store.touch()
    // What was read before the disk's clock was asked may have been read too early.
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

  /// The stages after some that are not up to date, in the order of execution.
  package func stale(after stages: [StageID], _ memory: Memory) -> [StageID] {
    let after = closure(of: stages, over: workspace.graph.downstream(of:))
      .subtracting(stages)
    var planner = Planner(workspace: workspace, memory: memory, digests: digests)
    return planner.plan(after, isForced: false).entries
      .filter { $0.verdict != .upToDate }.map(\.stage)
  }

  /// The observation with the digests of all its files, where the stage goes by what is in them.
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

  /// The record of a stage as it was seen: the run stays, so that it wakes nobody.
  private func record(
    of stage: StageID,
    _ now: Observation,
    acceptance: Acceptance?,
    _ histories: Histories
  ) -> Record {
    let node = workspace.graph.nodes[stage]
    let old = histories[node.stage.name]?.record
    var record = now.record(of: old?.run ?? run, outputs: now.outputs)
    // Those that were accepted a moment ago, too.
    record.upstream = workspace.upstreamRuns(of: stage, histories).compactMapValues { $0 }
    (record.duration, record.peakMemory) = (old?.duration, old?.peakMemory)
    record.acceptance = acceptance
    record.formerOutputs = (old?.formerOutputs(apartFrom: node.outputs) ?? [])
      .filter { workspace.files.state(of: $0) != .missing }
    return record
  }

  /// In a root that has never been run, records what Make's rule finds up to date: from now on the
  /// records count, and these stages have none.
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
