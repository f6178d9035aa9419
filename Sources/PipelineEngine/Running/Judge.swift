internal import PipelineDescription
internal import PipelinePlanning

/// Judges one stage when its upstream stages are finished, and sees what it reads before it starts.
struct Judge {
  let workspace: Workspace
  let basis: StalenessRule.Basis
  let isForced: Bool
  /// What the plan found at the beginning.
  private let planned: [Int: Plan.Entry]

  init(workspace: Workspace, basis: StalenessRule.Basis, isForced: Bool, plan: Plan) {
    self.workspace = workspace
    self.basis = basis
    self.isForced = isForced
    planned = Dictionary(
      plan.entries.map { ($0.stage, $0) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// Whether the plan found the stage up to date.
  func isPlannedUpToDate(_ index: Int) -> Bool { planned[index]?.verdict == .upToDate }

  /// The reasons why a stage must run, and what it would see; nothing seen if the plan's word stands.
  ///
  /// - Parameters:
  ///   - index: The stage, all of whose selected upstream stages are finished.
  ///   - ran: The stages that have run in this run.
  ///   - histories: What is remembered now.
  ///   - observer: Looks at the disk, and remembers what it saw.
  /// - Returns: No reasons if it is up to date.
  func judge(
    _ index: Int,
    ran: Set<Int>,
    histories: Histories,
    observer: inout Observer
  ) -> (reasons: [Reason], seen: Observation?) {
    let node = workspace.graph.nodes[index]
    if isPlannedUpToDate(index), planned[index]?.hasNews == false,
      ran.isDisjoint(with: workspace.graph.upstream(of: index))
    {
      return ([], nil)
    }
    let now = observer.observe(index, histories: histories)
    var reasons = StalenessRule(basis: basis, isForced: isForced)
      .reasons(now, history: histories[node.stage.name])
    // Make's rule knows no records that could say that a stage ran which no file connects.
    if basis == .make, histories[node.stage.name] == nil {
      for other in workspace.graph.unconnectedUpstream(of: index) where ran.contains(other) {
        reasons.append(.upstreamRanAgain(workspace.graph.name(of: other)))
      }
    }
    return (reasons, now)
  }
}
