internal import PipelineDescription
package import PipelinePlanning

/// Judges stages before anything runs; a stage that is planned counts as done for those after it.
package struct Planner {
  private let workspace: Workspace
  private let memory: Memory
  private let known: KnownStages
  /// The planned stages that are certain to be up to date, unless something before them runs.
  package private(set) var unchanged = UnchangedStages()
  /// What it has seen.
  package private(set) var observer: Observer

  /// Prepares to judge.
  ///
  /// - Parameters:
  ///   - workspace: The pipeline and its root.
  ///   - memory: What is remembered of the stages.
  ///   - digests: What is known of the bytes of files; nil takes what the records say.
  ///   - known: Answers where a look at a stage is not needed.
  package init(
    workspace: Workspace,
    memory: Memory,
    digests: DigestTable? = nil,
    known: KnownStages = KnownStages()
  ) {
    self.workspace = workspace
    self.memory = memory
    self.known = known
    let digests = digests ?? DigestTable(memory)
    observer = Observer(workspace: workspace, digests: digests)
  }

  /// The plan for the selected stages, in the order of execution.
  package mutating func plan(_ selected: Set<Int>, isForced: Bool) -> Plan {
    unchanged = isForced ? UnchangedStages() : known.unchanged(selected, memory.histories)
    let count = workspace.graph.nodes.count
    let order = workspace.graph.order.filter(StageSet(selected, outOf: count).contains)
    observer.look(atFilesOf: order.filter { !unchanged.contains($0) })
    var running = StageSet(outOf: count)
    // Those that run and those that may.
    var planned = StageSet(outOf: count)
    var entries: [Plan.Entry] = []
    entries.reserveCapacity(order.count)
    for index in order {
      let pending = workspace.graph.upstream(of: index).filter(planned.contains)
      var (reasons, isNoted) = judge(index, planned: planned, isForced: isForced)
      // That a stage ran which no file connects is a reason by itself, whatever it leaves behind.
      for other in pending.isEmpty ? [] : workspace.graph.unconnectedUpstream(of: index)
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
      if verdict != .upToDate { planned.insert(index) }
      if case .run = verdict { running.insert(index) }
      entries.append(
        Plan.Entry(stage: index, verdict: verdict, hasNews: verdict == .upToDate && !isNoted)
      )
    }
    return Plan(entries: entries)
  }

  /// The reasons that a stage has by itself, and whether nothing of what was seen is to be noted.
  private mutating func judge(
    _ index: Int,
    planned: StageSet,
    isForced: Bool
  ) -> (reasons: [Reason], isNoted: Bool) {
    if unchanged.contains(index) { return ([], true) }
    let history = memory.histories[workspace.graph.name(of: index)]
    let now = observe(index, without: planned.contains)
    let rule = StalenessRule(basis: memory.basis, isForced: isForced)
    let goesByContent = workspace.isJudgedByContent(workspace.graph.nodes[index].stage)
    return (
      rule.reasons(now, history: history),
      !goesByContent || history?.record.map(now.isNoted) ?? false
    )
  }

  /// What differs now from what the last successful attempt of a stage saw, whatever runs before it.
  package mutating func differences(of index: Int) -> [Reason] {
    guard let record = memory.histories[workspace.graph.name(of: index)]?.record else { return [] }
    return StalenessRule(basis: .records)
      .reasons(observe(index), history: StageHistory(lastAttempt: .succeeded, record: record))
  }

  /// Looks at a stage, and into files where only that can say whether they have changed.
  private mutating func observe(
    _ index: Int,
    without isPending: (Int) -> Bool = { _ in false }
  ) -> Observation {
    let node = workspace.graph.nodes[index]
    var now = observer.observe(index, without: isPending, histories: memory.histories)
    if workspace.isJudgedByContent(node.stage),
      let record = memory.histories[node.stage.name]?.record
    {
      observer.read(now.undecided(against: record), for: &now)
    }
    return now
  }
}
