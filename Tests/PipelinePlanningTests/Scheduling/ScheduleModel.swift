import PipelinePlanning
import Testing

/// Walks through everything that can happen to a schedule, and looks at each moment of it.
///
/// Two ways to the same moment go on alike, so each moment is looked at once.
struct ScheduleModel {
  /// What may become of a stage.
  struct Outcomes {
    var mayBeUpToDate = true
    /// So many attempts may fail and be followed by another.
    var retries = 1
  }

  /// One moment.
  private struct Moment: Hashable {
    var states: [StageState?]
    var failures: [Int]
    var due: Set<Int>
    var isDraining: Bool
  }

  let graph: Graph
  let capacity: Capacity
  let keepsGoing: Bool
  let outcomes: Outcomes
  private var seen: Set<Moment> = []
  private(set) var ends = 0

  init(_ graph: Graph, capacity: Capacity, keepsGoing: Bool, outcomes: Outcomes = Outcomes()) {
    self.graph = graph
    self.capacity = capacity
    self.keepsGoing = keepsGoing
    self.outcomes = outcomes
  }

  /// Goes every way to its end.
  mutating func exhaust() {
    let schedule = Schedule(
      graph: graph,
      selected: Set(graph.nodes.indices),
      capacity: capacity
    )
    follow(schedule, failures: graph.nodes.map { _ in 0 }, due: [])
  }

  private mutating func follow(_ schedule: Schedule, failures: [Int], due: Set<Int>) {
    var schedule = schedule
    if !schedule.isDraining, let index = schedule.nextReady() {
      var other = schedule
      schedule.move(index, to: .queued)
      follow(schedule, failures: failures, due: due)
      if outcomes.mayBeUpToDate {
        other.move(index, to: .upToDate)
        follow(other, failures: failures, due: due)
      }
      return
    }
    if !schedule.isDraining, let index = schedule.nextToStart() {
      checkStart(of: index, schedule, due)
      schedule.start(index)
      follow(schedule, failures: failures, due: due.subtracting([index]))
      return
    }
    let moment = Moment(
      states: graph.nodes.indices.map(schedule.state),
      failures: failures,
      due: due,
      isDraining: schedule.isDraining
    )
    guard seen.insert(moment).inserted else { return }
    wait(schedule, moment)
  }

  /// Nothing can be done but wait: for any of those that run, or for the end of a delay.
  private mutating func wait(_ schedule: Schedule, _ moment: Moment) {
    let running = schedule.stages(in: .running)
    let delayed = schedule.stages(in: .retrying).filter { !moment.due.contains($0) }
    if schedule.isFinished {
      ends += 1
      checkEnd(schedule)
      return
    }
    #expect(!running.isEmpty || !delayed.isEmpty, "nothing runs and nothing can: \(moment)")
    checkPlaces(running)
    for index in running {
      var next = schedule
      next.move(index, to: .succeeded)
      follow(next, failures: moment.failures, due: moment.due)
      next = schedule
      if moment.failures[index] < outcomes.retries, !schedule.isDraining {
        next.move(index, to: .retrying)
        var failures = moment.failures
        failures[index] += 1
        follow(next, failures: failures, due: moment.due)
        next = schedule
      }
      fail(index, &next)
      follow(next, failures: moment.failures, due: moment.due)
    }
    for index in delayed {
      var next = schedule
      next.endDelay(of: index)
      follow(next, failures: moment.failures, due: moment.due.union([index]))
    }
  }

  private func fail(_ index: Int, _ schedule: inout Schedule) {
    schedule.move(index, to: .failed)
    guard !keepsGoing, !schedule.isDraining else { return }
    for other in schedule.stages(in: .retrying) { schedule.move(other, to: .failed) }
    _ = schedule.drain()
  }

  private func checkStart(of index: Int, _ schedule: Schedule, _ due: Set<Int>) {
    let isWaiting = schedule.state(of: index) == .queued || due.contains(index)
    #expect(isWaiting)
    #expect(!schedule.isDraining)
    for other in graph.upstream(of: index) {
      let isDone = [.succeeded, .upToDate].contains(schedule.state(of: other))
      #expect(isDone, "\(index) starts before \(other)")
    }
  }

  private func checkPlaces(_ running: [Int]) {
    #expect(running.count <= capacity.jobs)
    guard running.count > 1 else { return }
    let demands = running.map { Demand(of: graph.nodes[$0].stage, usualMemory: nil) }
    for (name, amount) in capacity.amounts {
      #expect(demands.reduce(0) { $0 + $1.amounts[name, default: 0] } <= amount)
    }
  }

  /// With `--keep-going` what is not run is exactly what depends on a failure.
  private func checkEnd(_ schedule: Schedule) {
    guard keepsGoing else { return }
    var lost: Set<Int> = []
    for index in graph.order {
      let state = schedule.state(of: index)
      if !lost.isDisjoint(with: graph.upstream(of: index)) {
        lost.insert(index)
        #expect(state == .blocked)
      } else if state == .failed {
        lost.insert(index)
      } else {
        let isDone = state == .succeeded || state == .upToDate
        #expect(isDone)
      }
    }
  }
}

extension Schedule {
  /// Lets a stage be submitted, and begin at once.
  mutating func start(_ stage: StageID) {
    move(stage, to: .submitted)
    move(stage, to: .running)
  }
}
