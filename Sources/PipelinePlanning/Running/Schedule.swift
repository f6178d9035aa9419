/// The states of the selected stages, and what can be done next.
///
/// Pure: the loop performs what it says.
package struct Schedule: Sendable {
  package private(set) var states: [Int: StageState] = [:]
  /// Selected stages in the order of execution.
  package let selected: [Int]
  private let graph: Graph
  private let position: [Int: Int]
  private var waitsFor: [Int: Int] = [:]
  private var ready = IndexHeap()
  private var queued = IndexHeap()
  private var runningCount = 0
  private var liveCount: Int
  /// Set once nothing new may start.
  package private(set) var isDraining = false

  package init(graph: Graph, selected: Set<Int>) {
    self.graph = graph
    self.selected = graph.order.filter { selected.contains($0) }
    position = Dictionary(uniqueKeysWithValues: self.selected.enumerated().map { ($1, $0) })
    liveCount = self.selected.count
    for index in self.selected { states[index] = .waiting }
    for index in self.selected {
      // Upstream stages that are not selected have run before, or the run does not begin.
      let count = graph.nodes[index].upstream.count { selected.contains($0) }
      waitsFor[index] = count
      if count == 0 { move(index, to: .ready) }
    }
  }

  /// Whether every stage has reached a final state.
  package var isFinished: Bool { liveCount == 0 }

  package var running: Int { runningCount }

  /// The next stage to be judged, in the order of execution; nil where none is ready.
  package mutating func nextReady() -> Int? { next(from: \.ready, in: .ready) }

  /// The next stage to start, in the order of execution; nil where none waits for a slot.
  package mutating func nextQueued() -> Int? { next(from: \.queued, in: .queued) }

  private mutating func next(
    from heap: WritableKeyPath<Schedule, IndexHeap>,
    in state: StageState
  ) -> Int? {
    while let rank = self[keyPath: heap].popMinimum() {
      if states[selected[rank]] == state { return selected[rank] }
    }
    return nil
  }

  /// Makes a transition, and those of other stages that follow from it.
  ///
  /// - Returns: The stages that moved as a consequence, with their new states.
  @discardableResult
  package mutating func move(_ index: Int, to next: StageState) -> [(Int, StageState)] {
    let now = states[index]
    precondition(now?.mayBecome(next) == true, "\(String(describing: now)) cannot become \(next)")
    states[index] = next
    if now == .running { runningCount -= 1 }
    if next == .running { runningCount += 1 }
    if next.isFinal { liveCount -= 1 }
    switch next {
    case .ready: ready.insert(position[index] ?? 0)
    case .queued: queued.insert(position[index] ?? 0)
    case .succeeded, .upToDate: return release(downstreamOf: index)
    case .failed, .blocked: return block(downstreamOf: index)
    case .waiting, .running, .retrying, .cancelled: break
    }
    return []
  }

  /// Nothing new starts from here on: what has not started is cancelled.
  ///
  /// - Returns: The stages that were cancelled, in the order of execution.
  package mutating func drain() -> [Int] {
    isDraining = true
    let stopped = selected.filter { index in
      guard let state = states[index] else { return false }
      return !state.isFinal && state != .running
    }
    for index in stopped { move(index, to: .cancelled) }
    return stopped
  }

  private mutating func release(downstreamOf index: Int) -> [(Int, StageState)] {
    var moved: [(Int, StageState)] = []
    for next in graph.nodes[index].downstream where states[next] == .waiting {
      waitsFor[next, default: 0] -= 1
      if waitsFor[next] == 0 {
        move(next, to: .ready)
        moved.append((next, .ready))
      }
    }
    return moved
  }

  /// Blocks everything that depends on a stage, without recursion.
  private mutating func block(downstreamOf index: Int) -> [(Int, StageState)] {
    var moved: [(Int, StageState)] = []
    var open = graph.nodes[index].downstream
    while let next = open.popLast() {
      guard states[next] == .waiting else { continue }
      states[next] = .blocked
      liveCount -= 1
      moved.append((next, .blocked))
      open += graph.nodes[next].downstream
    }
    return moved.sorted { (position[$0.0] ?? 0) < (position[$1.0] ?? 0) }
  }
}
