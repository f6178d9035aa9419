/// A valid pipeline: its stages, their dependencies, and the order of execution.
package struct Graph: Sendable {
  package let name: String
  package let nodes: NodeList
  package let edges: GraphEdges
  /// The topological order; if several stages could come next, the one declared first comes next.
  package let order: [StageID]
  /// The resources that only one stage at a time can use, sorted by name.
  package let exclusives: [String]
  private let names: StageTable<String>

  package init(
    name: String,
    names: [String],
    nodes: NodeList,
    edges: GraphEdges,
    order: [StageID],
    exclusives: [String]
  ) {
    self.name = name
    self.names = StageTable(names)
    self.nodes = nodes
    self.edges = edges
    self.order = order
    self.exclusives = exclusives
  }

  package var stages: Range<StageID> { nodes.indices }

  package func name(of stage: StageID) -> String { names[stage] }

  package func stage(named name: String) -> StageID? { stages.first { names[$0] == name } }

  package func upstream(of stage: StageID) -> NumberLists.Stages { edges.upstream[stage].stages }

  package func downstream(of stage: StageID) -> NumberLists.Stages {
    edges.downstream[stage].stages
  }

  package func makers(of stage: StageID) -> Set<StageID> { Set(edges.makers(of: stage)) }

  /// Returns the upstream stages that make no file for the stage; when one runs again, the stage is stale.
  package func unconnectedUpstream(of stage: StageID) -> [StageID] {
    let upstream = upstream(of: stage)
    if upstream.isEmpty { return [] }
    let makers = edges.makers(of: stage)
    // For a few makers, a linear search costs less than building a set.
    if makers.count <= 8 { return upstream.filter { !makers.contains($0) } }
    let set = Set(makers)
    return upstream.filter { !set.contains($0) }
  }
}

/// Returns the given stages and all stages that can be reached from them through `next`.
package func closure<Neighbours: Sequence<StageID>>(
  of stages: some Sequence<StageID>,
  over next: (StageID) -> Neighbours
) -> Set<StageID> {
  var reached = Set(stages)
  var open = Array(reached)
  while let stage = open.popLast() {
    for neighbour in next(stage) where reached.insert(neighbour).inserted {
      open.append(neighbour)
    }
  }
  return reached
}
