/// The order of execution, and the dependency cycles that make it impossible.
struct TopologicalOrder {
  /// Upstream stages come first; if several stages could come next, the one declared first does.
  private(set) var order: [StageID] = []
  /// One dependency cycle of each strongly connected component.
  ///
  /// It is a shortest cycle through the component's first stage. Each stage waits for the next, the last one
  /// for the first.
  private(set) var cycles: [[StageID]] = []

  init(edges: GraphEdges) {
    var waitsFor = StageTable((0..<edges.upstream.count).map { edges.upstream[$0].count })
    let stages = waitsFor.stages
    var ready = IndexHeap<StageID>()
    for stage in stages where waitsFor[stage] == 0 { ready.insert(stage) }
    order.reserveCapacity(stages.count)
    while let stage = ready.popMinimum() {
      order.append(stage)
      for next in edges.downstream[stage].stages {
        waitsFor[next] -= 1
        if waitsFor[next] == 0 { ready.insert(next) }
      }
    }
    if order.count < stages.count {
      cycles = Self.cycles(in: edges, among: Set(stages).subtracting(order))
    }
  }

  /// Returns one dependency cycle for each strongly connected component of the stages without an order.
  private static func cycles(in edges: GraphEdges, among unordered: Set<StageID>) -> [[StageID]] {
    var cycles: [[StageID]] = []
    var explained: Set<StageID> = []
    for start in unordered.sorted() where !explained.contains(start) {
      guard let cycle = shortestCycle(through: start, in: edges, among: unordered) else { continue }
      cycles.append(cycle)
      // Stages that reach this cycle and that it reaches belong to the same component.
      explained.formUnion(
        closure(of: [start]) { edges.upstream[$0].stages.filter(unordered.contains) }
          .intersection(
            closure(of: [start]) { edges.downstream[$0].stages.filter(unordered.contains) }
          )
      )
    }
    return cycles
  }

  private static func shortestCycle(
    through start: StageID,
    in edges: GraphEdges,
    among unordered: Set<StageID>
  ) -> [StageID]? {
    var cameFrom: [StageID: StageID] = [:]
    var queue = [start]
    var position = 0
    while position < queue.count {
      let stage = queue[position]
      position += 1
      for next in edges.upstream[stage].stages where unordered.contains(next) {
        if next == start {
          var cycle = [stage]
          while let last = cycle.last, last != start, let before = cameFrom[last] {
            cycle.append(before)
          }
          return Array(cycle.reversed())
        }
        if cameFrom[next] == nil {
          cameFrom[next] = stage
          queue.append(next)
        }
      }
    }
    return nil
  }
}
