internal import PipelineDescription

/// The states of the selected stages, and what can be done next.
///
/// Pure: no clock, no disk, no process; the loop performs what it says, and tells it what came of it.
package struct Schedule: Sendable {
  /// Selected stages in the order of execution.
  package let selected: [StageID]
  /// Set once nothing new may start.
  package private(set) var isDraining = false

  private let graph: Graph
  let way: WayAhead
  /// At most so many stages run at once.
  let places: Int
  /// By stage; nil for those that are not selected.
  private(set) var states: StageTable<StageState?>
  private var counts: [StageState: Int] = [:]
  private var waitsFor: StageTable<Int>
  /// By stage, its place in the order of execution.
  private var position: StageTable<Int>
  private var ready = IndexHeap<Int>()
  /// The stages in the order in which they start if all could, and each one's place in it.
  private var startOrder: [StageID]
  private var startRank: StageTable<Int>
  private(set) var queue: StartQueue
  /// By stage, which of the queue's demands it has.
  private(set) var line: StageTable<Int>
  private(set) var admission: Admission
  var waits: Waits
  /// The resources that only one stage at a time may use.
  let exclusives: Set<String>

  /// Takes the stages that are to be brought up to date.
  ///
  /// - Parameters:
  ///   - graph: All stages.
  ///   - selected: Those that are meant; the others have run before, or the run does not begin.
  ///   - capacity: How much may run at once.
  ///   - estimates: What is known of stages from earlier runs.
  ///   - time: The time now, in seconds of a clock that never goes back.
  package init(
    graph: Graph,
    selected: Set<StageID>,
    capacity: Capacity,
    estimates: [StageID: Estimate] = [:],
    time: Double = 0
  ) {
    self.graph = graph
    let order = graph.order.filter(selected.contains)
    self.selected = order
    let count = graph.nodes.count
    places = capacity.jobs
    way = WayAhead(graph: graph, selected: order, estimates: estimates)
    states = StageTable(repeating: nil, count: count)
    waitsFor = StageTable(repeating: 0, count: count)
    position = waitsFor
    startRank = waitsFor
    line = waitsFor
    for (place, stage) in order.enumerated() { position[stage] = place }
    startOrder = Self.startOrder(order, graph, way)
    for (rank, stage) in startOrder.enumerated() { startRank[stage] = rank }
    var lines: [Demand: Int] = [:]
    for stage in order {
      let demand = Demand(of: graph.nodes[stage].stage, usualMemory: estimates[stage]?.memory)
      line[stage] = lines[demand] ?? lines.count
      lines[demand] = line[stage]
    }
    queue = StartQueue(demands: lines.sorted { $0.value < $1.value }.map(\.key))
    admission = Admission(capacity: capacity)
    waits = Waits(lines: lines.count, now: time)
    exclusives = Set(graph.exclusives)
    counts[.waiting] = order.count
    for stage in order {
      states[stage] = .waiting
      waitsFor[stage] = graph.upstream(of: stage).count(where: selected.contains)
    }
    for stage in order where waitsFor[stage] == 0 { move(stage, to: .ready) }
  }

  /// Priority first, then the longest way ahead, then the order of execution.
  private static func startOrder(_ order: [StageID], _ graph: Graph, _ way: WayAhead) -> [StageID] {
    let keys = order.enumerated().map { place, stage in
      (graph.nodes[stage].stage.priority?.value ?? 0, way.roundLength[stage], place, stage)
    }
    return keys.sorted { left, right in
      if left.0 != right.0 { return left.0 > right.0 }
      if left.1 != right.1 { return left.1 > right.1 }
      return left.2 < right.2
    }.map(\.3)
  }

  /// Where a stage stands; nil for one that is not selected.
  package func state(of stage: StageID) -> StageState? { states[stage] }

  /// How many stages are in a state.
  package func count(in state: StageState) -> Int { counts[state, default: 0] }

  /// The stages in a state, in the order of execution.
  package func stages(in state: StageState) -> [StageID] {
    count(in: state) == 0 ? [] : selected.filter { states[$0] == state }
  }

  /// Whether every stage has reached a final state.
  package var isFinished: Bool {
    StageState.allCases.allSatisfy { $0.isFinal || count(in: $0) == 0 }
  }

  /// The next stage to be judged, in the order of execution; nil where none is ready.
  package mutating func nextReady() -> StageID? {
    while let place = ready.popMinimum() {
      if states[selected[place]] == .ready { return selected[place] }
    }
    return nil
  }

  /// Lets a stage be judged once more that `nextReady` has given and that could not be judged yet.
  package mutating func judgeAgain(_ stage: StageID) {
    if states[stage] == .ready { ready.insert(position[stage]) }
  }

  /// The next stage to start, for which there is a place and all it takes; nil where there is none.
  ///
  /// - Parameter freeMemory: Tells what of the machine's memory is neither in use nor promised, in bytes;
  ///   nil where the machine does not tell. Asked once at most, and only where it decides.
  /// - Returns: The stage.
  package mutating func nextToStart(freeMemory: () -> Int? = { nil }) -> StageID? {
    guard admission.hasPlace else { return nil }
    var free: Int??
    let rank = queue.takeFirst(
      stillWaits: { [states, startOrder] in
        [.queued, .retrying].contains(states[startOrder[$0]])
      },
      isAdmitted: { [admission] demand in
        admission.lack(demand) {
          let known = free ?? freeMemory()
          free = known
          return known
        } == nil
      }
    )
    return rank.map { startOrder[$0] }
  }

  /// Lets a stage that waits for its next attempt wait for a place from now on.
  package mutating func endDelay(of stage: StageID) {
    precondition(states[stage] == .retrying, "\(stage.index) does not wait for another attempt")
    waits.enqueue(stage, line: line[stage], wasDelayed: true)
    queue.insert(startRank[stage], line: line[stage])
  }

  /// How much memory the stage is expected to hold, in bytes; 0 where that is little or not known.
  package func expectedMemory(of stage: StageID) -> Int { queue.demands[line[stage]].memory }

  /// How long the stage usually takes, in seconds; nil where that is not known.
  package func usualDuration(of stage: StageID) -> Double? {
    way.isKnown[stage] ? way.expected[stage] : nil
  }

  /// For what queued stages wait while there is a place for them: how many, by the resource.
  ///
  /// - Parameter freeMemory: As for `nextToStart`.
  /// - Returns: The numbers; none where no place is free, which is reason enough.
  package func held(freeMemory: () -> Int?) -> [String: Int] {
    guard admission.hasPlace, count(in: .queued) > 0 else { return [:] }
    var held: [String: Int] = [:]
    var lacks: [Int: String?] = [:]
    for stage in stages(in: .queued) {
      let lack = lacks[line[stage]] ?? admission.lack(queue.demands[line[stage]], freeMemory)
      lacks[line[stage]] = lack
      if let lack { held[lack, default: 0] += 1 }
    }
    return held
  }

  /// Makes a transition, and those of other stages that follow from it.
  ///
  /// - Returns: The stages that are blocked as a consequence, in the order of execution.
  @discardableResult
  package mutating func move(_ stage: StageID, to next: StageState) -> [StageID] {
    set(stage, to: next)
    switch next {
    case .ready:
      ready.insert(position[stage])
      waits.makeReady(stage)
    case .queued:
      waits.enqueue(stage, line: line[stage], wasDelayed: false)
      queue.insert(startRank[stage], line: line[stage])
    case .succeeded, .upToDate: release(downstreamOf: stage)
    case .failed: return block(downstreamOf: stage)
    case .retrying: waits.makeReady(stage)
    case .waiting, .submitted, .running, .blocked, .cancelled: break
    }
    return []
  }

  /// The one place where a state changes; refuses what the picture does not have.
  private mutating func set(_ stage: StageID, to next: StageState) {
    let now = states[stage]
    precondition(now?.mayBecome(next) == true, "\(String(describing: now)) cannot become \(next)")
    states[stage] = next
    if let now { counts[now, default: 0] -= 1 }
    counts[next, default: 0] += 1
    switch (now?.isUnderWay ?? false, next.isUnderWay) {
    case (false, true): admission.take(queue.demands[line[stage]])
    case (true, false): admission.give(queue.demands[line[stage]])
    case (false, false), (true, true): break
    }
  }

  /// Nothing new starts from here on: what has not started is cancelled.
  ///
  /// What waits for a further attempt has started, and is for the caller to give up before.
  ///
  /// - Returns: The stages that were cancelled, in the order of execution.
  package mutating func drain() -> [StageID] {
    isDraining = true
    let stopped = selected.filter { stage in
      states[stage].map { !$0.isFinal && !$0.isUnderWay } ?? false
    }
    for stage in stopped { move(stage, to: .cancelled) }
    return stopped
  }

  private mutating func release(downstreamOf stage: StageID) {
    for next in graph.downstream(of: stage) where states[next] == .waiting {
      waitsFor[next] -= 1
      if waitsFor[next] == 0 { move(next, to: .ready) }
    }
  }

  /// Blocks everything that depends on a stage, without recursion.
  private mutating func block(downstreamOf stage: StageID) -> [StageID] {
    var blocked: [StageID] = []
    var open = Array(graph.downstream(of: stage))
    while let next = open.popLast() {
      guard states[next] == .waiting else { continue }
      set(next, to: .blocked)
      blocked.append(next)
      open += graph.downstream(of: next)
    }
    return blocked.sorted { position[$0] < position[$1] }
  }
}
