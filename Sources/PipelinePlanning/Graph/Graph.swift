/// The position of a stage in the order of declaration.
package typealias StageID = Int

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
  private let names: [String]

  package init(
    name: String,
    names: [String],
    nodes: NodeList,
    edges: GraphEdges,
    order: [StageID],
    exclusives: [String]
  ) {
    self.name = name
    self.names = names
    self.nodes = nodes
    self.edges = edges
    self.order = order
    self.exclusives = exclusives
  }

  package func name(of index: StageID) -> String { names[index] }

  /// The stage of this name; nil where there is none.
  package func index(of name: String) -> StageID? { names.firstIndex(of: name) }

  /// The stages that a stage waits for, in order of declaration.
  package func upstream(of index: StageID) -> NumberLists.List { edges.upstream[index] }

  /// The stages that wait for a stage, in order of declaration.
  package func downstream(of index: StageID) -> NumberLists.List { edges.downstream[index] }

  /// Upstream stages that make something the stage reads.
  package func makers(of index: StageID) -> Set<StageID> { Set(edges.makers(of: index)) }

  /// Upstream stages that no file connects: that they ran again is itself a reason.
  package func unconnectedUpstream(of index: StageID) -> [StageID] {
    let upstream = upstream(of: index)
    if upstream.isEmpty { return [] }
    let makers = edges.makers(of: index)
    // Of two, looking costs less than a set.
    if makers.count <= 8 { return upstream.filter { !makers.contains($0) } }
    let set = Set(makers)
    return upstream.filter { !set.contains($0) }
  }

  /// Everything reached from some stages over the edges that `next` gives, the stages included.
  package func closure(
    of stages: some Sequence<StageID>,
    over next: (StageID) -> NumberLists.List
  ) -> Set<StageID> {
    var reached = Set(stages)
    var open = Array(reached)
    while let index = open.popLast() {
      for neighbour in next(index) where reached.insert(neighbour).inserted {
        open.append(neighbour)
      }
    }
    return reached
  }
}
