/// The order of execution, and the dependency cycles that make it impossible.
struct TopologicalOrder {
  private(set) var order: [StageID] = []
  /// For each strongly connected component, a shortest cycle, in which each stage waits for the next stage.
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

  private static func cycles(in edges: GraphEdges, among unordered: Set<StageID>) -> [[StageID]] {
    var cycles: [[StageID]] = []
    var explained: Set<StageID> = []
    for start in unordered.sorted() where !explained.contains(start) {
      guard let cycle = shortestCycle(through: start, in: edges, among: unordered) else { continue }
      cycles.append(cycle)
      // A stage that reaches this cycle, and that this cycle reaches, belongs to the same component.
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
