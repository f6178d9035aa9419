/// The order in which stages run, and the cycles that make one impossible.
struct TopologicalOrder {
  /// Upstream first; among stages that could go either way, the order of declaration.
  private(set) var order: [StageID] = []
  /// A shortest cycle of each knot; each stage waits for the next, the last for the first.
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

  /// One cycle for each knot of stages that wait for each other.
  private static func cycles(in edges: GraphEdges, among knot: Set<StageID>) -> [[StageID]] {
    var cycles: [[StageID]] = []
    var explained: Set<StageID> = []
    for start in knot.sorted() where !explained.contains(start) {
      guard let cycle = shortestCycle(through: start, in: edges, among: knot) else { continue }
      cycles.append(cycle)
      // What can reach this cycle and be reached from it belongs to the same knot.
      explained.formUnion(
        closure(of: [start]) { edges.upstream[$0].stages.filter(knot.contains) }
          .intersection(
            closure(of: [start]) { edges.downstream[$0].stages.filter(knot.contains) }
          )
      )
    }
    return cycles
  }

  private static func shortestCycle(
    through start: StageID,
    in edges: GraphEdges,
    among knot: Set<StageID>
  ) -> [StageID]? {
    var cameFrom: [StageID: StageID] = [:]
    var queue = [start]
    var position = 0
    while position < queue.count {
      let stage = queue[position]
      position += 1
      for next in edges.upstream[stage].stages where knot.contains(next) {
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
