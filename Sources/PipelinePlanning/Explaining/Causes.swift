/// Finds, in a plan, the causes of a stage's verdict, and the downstream stages that also run or may run.
package struct Causes {
  private let graph: Graph
  private let verdicts: [StageID: Plan.Verdict]
  private let order: [StageID]

  /// The plan must contain each queried stage with all its upstream and downstream stages.
  package init(of plan: Plan, in graph: Graph) {
    self.graph = graph
    order = plan.entries.map(\.stage)
    verdicts = Dictionary(firstOf: plan.entries.map { ($0.stage, $0.verdict) })
  }

  package func verdict(on stage: StageID) -> Plan.Verdict { verdicts[stage] ?? .upToDate }

  /// Returns the links from a stage to the upstream stages that are stale by themselves.
  ///
  /// Omits the stage's own reasons. The links of each stage come after those of the stages that depend on it.
  /// A stage that is stale by itself has no links to its upstream stages, because they do not matter.
  package func chain(of stage: StageID) -> [Explanation.Link] {
    let reached = closure(of: [stage], over: decisive)
    let links = order.reversed().filter(reached.contains).flatMap(links)
    return links.filter { link in
      if case .reasons = link.cause { link.stage != stage } else { true }
    }
  }

  private func links(of stage: StageID) -> [Explanation.Link] {
    let next = decisive(stage)
    let waits = next.map { other in
      Explanation.Link(
        stage: stage,
        cause: .upstream(other, reads: graph.files(of: stage, madeBy: other))
      )
    }
    guard case .run(let reasons) = verdict(on: stage) else { return waits }
    let own = reasons.filter { reason in !next.contains { reason == ranAgain($0) } }
    return (own.isEmpty ? [] : [Explanation.Link(stage: stage, cause: .reasons(own))]) + waits
  }

  /// Returns the upstream stages that decide whether a stage runs.
  private func decisive(_ stage: StageID) -> [StageID] {
    let upstream = graph.upstream(of: stage)
    switch verdict(on: stage) {
    case .upToDate: return []
    case .mayRun: return upstream.filter { verdict(on: $0) != .upToDate }
    case .run(let reasons):
      // An upstream stage is a cause if it ran again after this stage, and runs or may run once more now.
      return upstream.filter { verdict(on: $0) != .upToDate && reasons.contains(ranAgain($0)) }
    }
  }

  private func ranAgain(_ stage: StageID) -> Reason { .upstreamRanAgain(graph.name(of: stage)) }

  /// Returns the direct upstream stages that run or may run before a stage.
  package func before(_ stage: StageID) -> [StageID] {
    graph.upstream(of: stage).filter { verdict(on: $0) != .upToDate }
  }

  /// Returns the stages that run or may run after a stage; none if the stage itself is up to date.
  package func downstream(of stage: StageID) -> Explanation.Downstream {
    var downstream = Explanation.Downstream()
    if verdict(on: stage) == .upToDate { return downstream }
    let after = closure(of: [stage], over: graph.downstream(of:))
    for other in order where other != stage && after.contains(other) {
      switch verdict(on: other) {
      case .run: downstream.runs.append(other)
      case .mayRun: downstream.mayRun.append(other)
      case .upToDate: break
      }
    }
    return downstream
  }
}

extension Graph {
  /// Returns the scripts and inputs of `reader`, as declared, that `maker` makes.
  package func files(of reader: StageID, madeBy maker: StageID) -> [String] {
    let node = nodes[reader]
    let texts = node.scripts.map(\.text) + node.inputs.map(\.text)
    return edges.positions(in: reader, madeByAny: { $0 == maker }).map { texts[$0] }
  }

  /// Returns the stages, all stages downstream of them, and all stages upstream of any of these.
  ///
  /// A plan of the result gives `stages` the same verdicts as a plan of the whole graph.
  package func surroundings(of stages: Set<StageID>) -> Set<StageID> {
    closure(of: closure(of: stages, over: downstream(of:)), over: upstream(of:))
  }
}

extension Graph.Node {
  /// Whether a path is an output of the stage, or is in an output folder.
  package func makes(_ path: Path) -> Bool {
    outputs.contains { $0.path == path || $0.matches(path) }
  }
}
