/// The order in which stages run, and the cycles that make one impossible.
struct TopologicalOrder {
  /// Upstream first; among stages that could go either way, the order of declaration.
  private(set) var order: [StageID] = []
  /// A shortest cycle of each knot; each stage waits for the next, the last for the first.
  private(set) var cycles: [[StageID]] = []

  init(edges: GraphEdges) {
    let stages = 0..<edges.upstream.count
    var waitsFor = stages.map { edges.upstream[$0].count }
    var ready = IndexHeap()
    for index in stages where waitsFor[index] == 0 { ready.insert(index) }
    order.reserveCapacity(stages.count)
    while let index = ready.popMinimum() {
      order.append(index)
      for next in edges.downstream[index] {
        waitsFor[next] -= 1
        if waitsFor[next] == 0 { ready.insert(next) }
      }
    }
    if order.count < stages.count {
      cycles = Self.cycles(in: edges, among: Set(stages).subtracting(order))
    }
  }

  /// One cycle for each knot of stages that wait for each other.
  private static func cycles(in edges: GraphEdges, among knot: Set<Int>) -> [[Int]] {
    var cycles: [[Int]] = []
    var explained: Set<Int> = []
    for start in knot.sorted() where !explained.contains(start) {
      guard let cycle = shortestCycle(through: start, in: edges, among: knot) else { continue }
      cycles.append(cycle)
      // What can reach this cycle and be reached from it belongs to the same knot.
      explained.formUnion(
        reach(from: start, among: knot) { edges.upstream[$0] }
          .intersection(reach(from: start, among: knot) { edges.downstream[$0] })
      )
    }
    return cycles
  }

  private static func reach(
    from start: Int,
    among knot: Set<Int>,
    _ next: (Int) -> NumberLists.List
  ) -> Set<Int> {
    var reached: Set = [start]
    var open = [start]
    while let index = open.popLast() {
      for other in next(index) where knot.contains(other) && reached.insert(other).inserted {
        open.append(other)
      }
    }
    return reached
  }

  private static func shortestCycle(
    through start: Int,
    in edges: GraphEdges,
    among knot: Set<Int>
  ) -> [Int]? {
    var cameFrom: [Int: Int] = [:]
    var queue = [start]
    var position = 0
    while position < queue.count {
      let index = queue[position]
      position += 1
      for next in edges.upstream[index] where knot.contains(next) {
        if next == start {
          var cycle = [index]
          while let last = cycle.last, last != start, let before = cameFrom[last] {
            cycle.append(before)
          }
          return Array(cycle.reversed())
        }
        if cameFrom[next] == nil {
          cameFrom[next] = index
          queue.append(next)
        }
      }
    }
    return nil
  }
}
