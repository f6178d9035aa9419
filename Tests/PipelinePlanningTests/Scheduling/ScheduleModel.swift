import PipelinePlanning
import Testing

/// Explores every possible course of a schedule and checks each of its states.
///
/// Two paths to the same state continue alike, so the model checks each state once.
struct ScheduleModel {
  /// The possible outcomes of a stage.
  struct Outcomes {
    var mayBeUpToDate = true
    /// The number of attempts that may fail and be retried.
    var retries = 1
  }

  /// One state of the schedule.
  private struct Moment: Hashable {
    var states: [StageState?]
    var failures: [StageID: Int]
    var due: Set<StageID>
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

  /// Follows every path to its end.
  mutating func exhaust() {
    let schedule = Schedule(
      graph: graph,
      selected: Set(graph.stages),
      capacity: capacity
    )
    follow(schedule, failures: [:], due: [])
  }

  private mutating func follow(_ schedule: Schedule, failures: [StageID: Int], due: Set<StageID>) {
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
      states: graph.stages.map(schedule.state),
      failures: failures,
      due: due,
      isDraining: schedule.isDraining
    )
    guard seen.insert(moment).inserted else { return }
    wait(schedule, moment)
  }

  /// The schedule can only wait for a running stage or for the end of a delay.
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
      if moment.failures[index, default: 0] < outcomes.retries, !schedule.isDraining {
        next.move(index, to: .retrying)
        var failures = moment.failures
        failures[index, default: 0] += 1
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

  private func fail(_ index: StageID, _ schedule: inout Schedule) {
    schedule.move(index, to: .failed)
    guard !keepsGoing, !schedule.isDraining else { return }
    for other in schedule.stages(in: .retrying) { schedule.move(other, to: .failed) }
    _ = schedule.drain()
  }

  private func checkStart(of index: StageID, _ schedule: Schedule, _ due: Set<StageID>) {
    let isWaiting = schedule.state(of: index) == .queued || due.contains(index)
    #expect(isWaiting)
    #expect(!schedule.isDraining)
    for other in graph.upstream(of: index) {
      let isDone = [.succeeded, .upToDate].contains(schedule.state(of: other))
      #expect(isDone, "\(index) starts before \(other)")
    }
  }

  private func checkPlaces(_ running: [StageID]) {
    #expect(running.count <= capacity.jobs)
    guard running.count > 1 else { return }
    let demands = running.map { Demand(of: graph.nodes[$0].stage, usualMemory: nil) }
    for (name, amount) in capacity.amounts {
      #expect(demands.reduce(0) { $0 + $1.amounts[name, default: 0] } <= amount)
    }
  }

  /// With `--keep-going`, only the stages that depend on a failure do not run.
  private func checkEnd(_ schedule: Schedule) {
    guard keepsGoing else { return }
    var lost: Set<StageID> = []
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
  /// Submits a stage, which begins immediately.
  mutating func start(_ stage: StageID) {
    move(stage, to: .submitted)
    move(stage, to: .running)
  }
}
