/// What in a plan follows from what: up to the stages that are stale by themselves, and down from one.
package struct Causes {
  private let graph: Graph
  private let verdicts: [StageID: Plan.Verdict]
  private let order: [StageID]

  /// Takes a plan that holds, of every stage that is asked about, all upstream and all downstream of it.
  package init(of plan: Plan, in graph: Graph) {
    self.graph = graph
    order = plan.entries.map(\.stage)
    verdicts = Dictionary(firstOf: plan.entries.map { ($0.stage, $0.verdict) })
  }

  /// The verdict on a stage.
  package func verdict(on stage: StageID) -> Plan.Verdict { verdicts[stage] ?? .upToDate }

  /// Why a stage runs or may run, from the stage itself to the first causes, without its own reasons.
  ///
  /// Each stage comes after all that depend on it, with a link for each stage that it waits for. A
  /// stage that is stale by itself ends its way: what is upstream of it does not matter.
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

  /// The upstream stages that decide on a stage, by its verdict.
  private func decisive(_ stage: StageID) -> [StageID] {
    let upstream = graph.upstream(of: stage)
    switch verdict(on: stage) {
    case .upToDate: return []
    case .mayRun: return upstream.filter { verdict(on: $0) != .upToDate }
    case .run(let reasons):
      // That an upstream stage ran again, which is still to run, has its cause there.
      return upstream.filter { verdict(on: $0) != .upToDate && reasons.contains(ranAgain($0)) }
    }
  }

  private func ranAgain(_ stage: StageID) -> Reason { .upstreamRanAgain(graph.name(of: stage)) }

  /// The stages that run or may run before one, of those that it waits for itself.
  package func before(_ stage: StageID) -> [StageID] {
    graph.upstream(of: stage).filter { verdict(on: $0) != .upToDate }
  }

  /// What runs or may run after a stage; nothing where the stage itself need not run.
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
  /// What one stage reads of what another makes, as it is declared; nothing where only a name connects them.
  package func files(of reader: StageID, madeBy maker: StageID) -> [String] {
    let node = nodes[reader]
    let texts = node.scripts.map(\.text) + node.inputs.map(\.text)
    return edges.positions(in: reader, madeByAny: { $0 == maker }).map { texts[$0] }
  }

  /// All that decides on some stages, and all that they decide on: a plan of these says of each of
  /// them what a plan of all stages would say.
  package func surroundings(of stages: Set<StageID>) -> Set<StageID> {
    closure(of: closure(of: stages, over: downstream(of:)), over: upstream(of:))
  }
}

extension Graph.Node {
  /// Whether a path is an output of the stage, or lies in one.
  package func makes(_ path: Path) -> Bool {
    outputs.contains { $0.path == path || $0.matches(path) }
  }
}
