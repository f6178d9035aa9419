internal import PipelineDescription
package import PipelinePlanning

/// Judges stages before anything runs, without the files that a planned stage will make.
package struct Planner {
  private let workspace: Workspace
  private let records: Records
  private let known: KnownStages
  package private(set) var unchanged = UnchangedStages()
  package private(set) var observer: Observer

  /// Without `digests`, the planner uses the digests in the records.
  package init(
    workspace: Workspace,
    records: Records,
    digests: DigestTable? = nil,
    known: KnownStages = KnownStages()
  ) {
    self.workspace = workspace
    self.records = records
    self.known = known
    let digests = digests ?? DigestTable(records)
    observer = Observer(workspace: workspace, digests: digests)
  }

  /// Returns a plan in the order of execution.
  package mutating func plan(_ selected: Set<StageID>, isForced: Bool) -> Plan {
    unchanged = isForced ? UnchangedStages() : known.unchanged(selected, records.histories)
    let count = workspace.graph.nodes.count
    let order = workspace.graph.order.filter(StageSet(selected, outOf: count).contains)
    observer.look(atFilesOf: order.filter { !unchanged.contains($0) })
    var running = StageSet(outOf: count)
    // The stages that run or may run.
    var planned = StageSet(outOf: count)
    var entries: [Plan.Entry] = []
    entries.reserveCapacity(order.count)
    for stage in order {
      let pending = workspace.graph.upstream(of: stage).filter(planned.contains)
      var (reasons, isNoted) = judge(stage, planned: planned, isForced: isForced)
      // The stage reads no file of these upstream stages, so a run of one is a reason by itself.
      for other in pending.isEmpty ? [] : workspace.graph.unconnectedUpstream(of: stage)
      where running.contains(other) {
        let reason = Reason.upstreamRanAgain(workspace.graph.name(of: other))
        if reasons.contains(reason) || reasons == [.neverRun] { continue }
        reasons.removeAll { $0 == .forced }
        reasons.append(reason)
      }
      let verdict = Plan.verdict(
        reasons: reasons,
        pending: pending.map { workspace.graph.name(of: $0) }
      )
      if verdict != .upToDate { planned.insert(stage) }
      if case .run = verdict { running.insert(stage) }
      entries.append(
        Plan.Entry(stage: stage, verdict: verdict, hasNews: verdict == .upToDate && !isNoted)
      )
    }
    return Plan(entries: entries)
  }

  /// `isNoted` tells whether the records already hold everything that was observed.
  private mutating func judge(
    _ stage: StageID,
    planned: StageSet,
    isForced: Bool
  ) -> (reasons: [Reason], isNoted: Bool) {
    if unchanged.contains(stage) { return ([], true) }
    let history = records.histories[workspace.graph.name(of: stage)]
    let now = observe(stage, without: planned.contains)
    let rule = StalenessRule(basis: records.basis, isForced: isForced)
    let goesByContent = workspace.isJudgedByContent(workspace.graph.nodes[stage].stage)
    return (
      rule.reasons(now, history: history, of: workspace.graph.nodes[stage]),
      !goesByContent || history?.record.map(now.isNoted) ?? false
    )
  }

  /// Compares a stage with its last success, including files that another stage would make first.
  package mutating func differences(of stage: StageID) -> [Reason] {
    guard let record = records.histories[workspace.graph.name(of: stage)]?.record else { return [] }
    let history = StageHistory(lastAttempt: .succeeded, record: record)
    return StalenessRule(basis: .records)
      .reasons(observe(stage), history: history, of: workspace.graph.nodes[stage])
  }

  /// Observes a stage; reads files if only their contents can tell whether they have changed.
  private mutating func observe(
    _ stage: StageID,
    without isPending: (StageID) -> Bool = { _ in false }
  ) -> Observation {
    let node = workspace.graph.nodes[stage]
    var now = observer.observe(stage, without: isPending, histories: records.histories)
    if workspace.isJudgedByContent(node.stage),
      let record = records.histories[node.stage.name]?.record
    {
      observer.read(now.undecided(against: record), for: &now)
    }
    return now
  }
}
