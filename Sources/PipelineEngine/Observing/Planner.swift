internal import PipelineDescription
package import PipelinePlanning

/// Judges stages before anything runs; a stage that is planned counts as done for those after it.
package struct Planner {
  private let workspace: Workspace
  private let memory: Memory
  private var observer: Observer

  package init(workspace: Workspace, memory: Memory) {
    self.workspace = workspace
    self.memory = memory
    observer = Observer(workspace: workspace)
  }

  /// The plan for the selected stages, in the order of execution.
  package mutating func plan(_ selected: Set<Int>, isForced: Bool) -> Plan {
    let staleness = StalenessRule(basis: memory.basis, isForced: isForced)
    var running: Set<Int> = []
    // Those that run and those that may.
    var planned: Set<Int> = []
    var entries: [Plan.Entry] = []
    for index in workspace.graph.order where selected.contains(index) {
      let node = workspace.graph.nodes[index]
      let pending = node.upstream.filter(planned.contains)
      let now = observer.observe(index, pending: Set(pending), histories: memory.histories)
      var reasons = staleness.reasons(now, history: memory.histories[node.stage.name])
      // That a stage ran which no file connects is a reason by itself, whatever it leaves behind.
      for other in node.unconnectedUpstream where running.contains(other) {
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
      entries.append(Plan.Entry(stage: index, verdict: verdict))
    }
    return Plan(entries: entries)
  }
}
