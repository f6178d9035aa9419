internal import PipelineDescription

/// Decides which stage the loop judges or starts next, from the states of the selected stages.
///
/// The schedule uses no clock, disk or process; the loop acts on the decisions and reports the results.
package struct Schedule: Sendable {
  /// In the order of execution.
  package let selected: [StageID]
  /// Whether no further stage starts.
  package private(set) var isDraining = false
  /// Whether no further attempt starts either; false while stages that wait for a retry still get it.
  package private(set) var isStopping = false

  private let graph: Graph
  let criticalPath: CriticalPath
  let slots: Int
  /// Nil for a stage that is not selected.
  private(set) var states: StageTable<StageState?>
  private var counts: [StageState: Int] = [:]
  private var waitsFor: StageTable<Int>
  /// The position of each stage in the order of execution.
  private var position: StageTable<Int>
  private var ready = IndexHeap<Int>()
  /// The first stage here that can start is the next to start; `startRank` has the positions of the stages.
  private(set) var startOrder: [StageID]
  private var startRank: StageTable<Int>
  /// The time when each stage that is under way was submitted, in seconds of the caller's clock.
  private(set) var started: [StageID: Double] = [:]
  private(set) var queue: StartQueue
  /// For each stage, the index of its demand in `queue.demands`.
  private(set) var line: StageTable<Int>
  private(set) var admission: Admission
  var waits: Waits
  let exclusives: Set<String>
  /// Whether some stage has a priority of its own; only then a waiting stage keeps resources from others.
  let hasPriorities: Bool

  /// Creates a schedule in which every selected stage is waiting or ready, and all others count as finished.
  ///
  /// `time` is in seconds of a clock that never goes back.
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
    slots = capacity.jobs
    criticalPath = CriticalPath(graph: graph, selected: order, estimates: estimates)
    states = StageTable(repeating: nil, count: count)
    waitsFor = StageTable(repeating: 0, count: count)
    position = waitsFor
    startRank = waitsFor
    line = waitsFor
    for (place, stage) in order.enumerated() { position[stage] = place }
    startOrder = Self.startOrder(order, graph, criticalPath)
    hasPriorities = order.contains { graph.nodes[$0].stage.priority != nil }
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

  /// Sorts by priority and by length of the critical path, both descending, then by order of execution.
  private static func startOrder(_ order: [StageID], _ graph: Graph, _ criticalPath: CriticalPath)
    -> [StageID]
  {
    let keys = order.enumerated().map { place, stage in
      (graph.priority(of: stage), criticalPath.roundLength[stage], place, stage)
    }
    return keys.sorted { left, right in
      if left.0 != right.0 { return left.0 > right.0 }
      if left.1 != right.1 { return left.1 > right.1 }
      return left.2 < right.2
    }.map(\.3)
  }

  package func state(of stage: StageID) -> StageState? { states[stage] }

  func priority(of stage: StageID) -> Int { graph.priority(of: stage) }

  package func count(in state: StageState) -> Int { counts[state, default: 0] }

  /// Returns the stages in the order of execution.
  package func stages(in state: StageState) -> [StageID] {
    count(in: state) == 0 ? [] : selected.filter { states[$0] == state }
  }

  package var isFinished: Bool {
    StageState.allCases.allSatisfy { $0.isFinal || count(in: $0) == 0 }
  }

  /// Removes and returns the next stage to judge, in the order of execution; nil if no stage is ready.
  package mutating func nextReady() -> StageID? {
    while let place = ready.popMinimum() {
      if states[selected[place]] == .ready { return selected[place] }
    }
    return nil
  }

  /// Puts back a stage that `nextReady` returned but that the loop could not judge yet.
  package mutating func judgeAgain(_ stage: StageID) {
    if states[stage] == .ready { ready.insert(position[stage]) }
  }

  /// Returns the next stage for which a slot and all resources are free; calls `freeMemory` at most once.
  package mutating func nextToStart(freeMemory: () -> Int? = { nil }) -> StageID? {
    guard admission.hasFreeSlot else { return nil }
    var free: Int??
    func memory() -> Int? {
      let known = free ?? freeMemory()
      free = known
      return known
    }
    dropStarted()
    let reservations = reservations(memory)
    // Only a reservation needs the whole schedule, because to capture it costs a copy of the queue.
    let mayStart: (Int, Demand) -> Bool =
      reservations.isEmpty
      ? { _, _ in true }
      : { [self] rank, demand in
        // Behind the first of a line, the queue may hold stages that have been cancelled.
        [.queued, .retrying].contains(states[startOrder[rank]])
          && holder(of: demand, rank: rank, reservations) == nil
      }
    let rank = queue.takeFirst(
      isAdmitted: { [admission] demand in admission.lack(demand, memory) == nil },
      mayStart: mayStart
    )
    return rank.map { startOrder[$0] }
  }

  /// Removes the stages from the start of each line that no longer wait.
  private mutating func dropStarted() {
    queue.dropFirst { [states, startOrder] in
      ![.queued, .retrying].contains(states[startOrder[$0]])
    }
  }

  /// Ends the delay before a stage's next attempt, so that the stage now waits for a slot.
  package mutating func endDelay(of stage: StageID) {
    precondition(states[stage] == .retrying, "\(stage.index) does not wait for another attempt")
    waits.enqueue(stage, line: line[stage], wasDelayed: true)
    queue.insert(startRank[stage], line: line[stage])
  }

  /// Returns the expected peak in bytes; 0 if it is small or unknown.
  package func expectedMemory(of stage: StageID) -> Int { queue.demands[line[stage]].memory }

  /// Returns seconds; nil if the duration is unknown.
  package func usualDuration(of stage: StageID) -> Double? {
    criticalPath.isKnown[stage] ? criticalPath.expected[stage] : nil
  }

  /// By resource, the number of queued stages that have a free slot but lack this resource.
  package func held(freeMemory: () -> Int?) -> [String: Int] {
    guard admission.hasFreeSlot, count(in: .queued) > 0 else { return [:] }
    var held: [String: Int] = [:]
    var lacks: [Int: String?] = [:]
    let reservations = reservations(freeMemory)
    for stage in stages(in: .queued) {
      let demand = queue.demands[line[stage]]
      let common = lacks[line[stage]] ?? admission.lack(demand, freeMemory)
      lacks[line[stage]] = common
      // A reservation holds back some stages of a line, but not those of a higher priority.
      if let lack = common ?? holder(of: demand, rank: startRank[stage], reservations) {
        held[lack, default: 0] += 1
      }
    }
    return held
  }

  /// Moves a stage and, if necessary, stages downstream; returns newly blocked ones in order of execution.
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
    case .failed, .blocked: return block(downstreamOf: stage)
    case .retrying: waits.makeReady(stage)
    case .waiting, .submitted, .running, .cancelled: break
    }
    return []
  }

  /// The only code that changes a state; traps if `StageState.mayBecome` does not allow the change.
  private mutating func set(_ stage: StageID, to next: StageState) {
    let now = states[stage]
    precondition(now?.mayBecome(next) == true, "\(String(describing: now)) cannot become \(next)")
    states[stage] = next
    if let now { counts[now, default: 0] -= 1 }
    counts[next, default: 0] += 1
    switch (now?.isUnderWay ?? false, next.isUnderWay) {
    case (false, true):
      admission.take(queue.demands[line[stage]])
      started[stage] = waits.now
    case (true, false):
      admission.give(queue.demands[line[stage]])
      started[stage] = nil
    case (false, false), (true, true): break
    }
  }

  /// Cancels all stages that have not started, and returns them in the order of execution; none starts later.
  ///
  /// A stage that waits for its next attempt has started. If `retries` is true, it still gets this attempt;
  /// otherwise the caller must first fail it.
  package mutating func drain(retries: Bool = false) -> [StageID] {
    isDraining = true
    isStopping = !retries
    let stopped = selected.filter { stage in
      guard let state = states[stage], !state.isFinal, !state.isUnderWay else { return false }
      return state != .retrying || !retries
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

  /// Not recursive, so that a deep graph cannot exhaust the stack.
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

extension Graph {
  fileprivate func priority(of stage: StageID) -> Int { nodes[stage].stage.priority?.value ?? 0 }
}
