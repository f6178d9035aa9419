/// A valid pipeline: its stages, what connects them, and the order in which they run.
package struct Graph: Sendable {
  package let name: String
  /// The stages, in the order of declaration.
  package let nodes: NodeList
  /// What connects them.
  package let edges: GraphEdges
  /// Topological; among stages that could go either way, the order of declaration.
  package let order: [StageID]
  /// The resources that only one stage at a time may use, in order of their names.
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

  /// All stages, in the order of declaration.
  package var stages: Range<StageID> { nodes.indices }

  package func name(of stage: StageID) -> String { names[stage] }

  /// The stage of this name; nil where there is none.
  package func stage(named name: String) -> StageID? { stages.first { names[$0] == name } }

  /// The stages that a stage waits for, in order of declaration.
  package func upstream(of stage: StageID) -> NumberLists.Stages { edges.upstream[stage].stages }

  /// The stages that wait for a stage, in order of declaration.
  package func downstream(of stage: StageID) -> NumberLists.Stages {
    edges.downstream[stage].stages
  }

  /// Upstream stages that make something the stage reads.
  package func makers(of stage: StageID) -> Set<StageID> { Set(edges.makers(of: stage)) }

  /// Upstream stages that no file connects: that they ran again is itself a reason.
  package func unconnectedUpstream(of stage: StageID) -> [StageID] {
    let upstream = upstream(of: stage)
    if upstream.isEmpty { return [] }
    let makers = edges.makers(of: stage)
    // Of two, looking costs less than a set.
    if makers.count <= 8 { return upstream.filter { !makers.contains($0) } }
    let set = Set(makers)
    return upstream.filter { !set.contains($0) }
  }
}

/// Returns everything reached from some stages over the edges that `next` gives, the stages included.
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
