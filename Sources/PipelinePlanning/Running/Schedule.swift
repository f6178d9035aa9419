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
  /// - Returns: The stages that are blocked as a consequence, in the order of execution.
  @discardableResult
  package mutating func move(_ index: Int, to next: StageState) -> [Int] {
    set(index, to: next)
    switch next {
    case .ready: ready.insert(rank(of: index))
    case .queued: queued.insert(rank(of: index))
    case .succeeded, .upToDate: release(downstreamOf: index)
    case .failed: return block(downstreamOf: index)
    case .waiting, .running, .retrying, .blocked, .cancelled: break
    }
    return []
  }

  /// The one place where a state changes; refuses what the picture does not have.
  private mutating func set(_ index: Int, to next: StageState) {
    let now = states[index]
    precondition(now?.mayBecome(next) == true, "\(String(describing: now)) cannot become \(next)")
    states[index] = next
    if now == .running { runningCount -= 1 }
    if next == .running { runningCount += 1 }
    if next.isFinal { liveCount -= 1 }
  }

  private func rank(of index: Int) -> Int {
    guard let rank = position[index] else { preconditionFailure("stage \(index) is not selected") }
    return rank
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

  private mutating func release(downstreamOf index: Int) {
    for next in graph.nodes[index].downstream where states[next] == .waiting {
      waitsFor[next, default: 0] -= 1
      if waitsFor[next] == 0 { move(next, to: .ready) }
    }
  }

  /// Blocks everything that depends on a stage, without recursion.
  private mutating func block(downstreamOf index: Int) -> [Int] {
    var blocked: [Int] = []
    var open = graph.nodes[index].downstream
    while let next = open.popLast() {
      guard states[next] == .waiting else { continue }
      set(next, to: .blocked)
      blocked.append(next)
      open += graph.nodes[next].downstream
    }
    return blocked.sorted { rank(of: $0) < rank(of: $1) }
  }
}
