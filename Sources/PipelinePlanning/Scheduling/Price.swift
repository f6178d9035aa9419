/// The time that a plan will take, computed from the durations of earlier runs.
package struct Price: Equatable, Sendable {
  /// The sum of the known durations, in seconds.
  package var work = 0.0
  /// The time from the start of the run to the end of its last stage, in seconds.
  package var wall = 0.0
  /// The number of slots.
  package var jobs = 1
  /// The number of stages with a known duration.
  package var known = 0
  package var unknown = 0

  package init() {}

  /// Plays the start order of a run; stages that may run count as running, and unknown durations as 0 s.
  package init(of plan: Plan, in graph: Graph, capacity: Capacity, estimates: [StageID: Estimate]) {
    self.init()
    jobs = capacity.jobs
    let stages = plan.entries.lazy.filter { $0.verdict != .upToDate }.map(\.stage)
    for stage in stages {
      if let duration = estimates[stage]?.duration { work += duration }
      if estimates[stage]?.duration == nil { unknown += 1 } else { known += 1 }
    }
    var schedule = Schedule(
      graph: graph,
      selected: Set(stages),
      capacity: capacity,
      estimates: estimates
    )
    var ends = IndexHeap<End>()
    repeat {
      while let stage = schedule.nextReady() { schedule.move(stage, to: .queued) }
      while let stage = schedule.nextToStart() {
        schedule.move(stage, to: .submitted)
        schedule.move(stage, to: .running)
        ends.insert(End(time: wall + (estimates[stage]?.duration ?? 0), stage: stage))
      }
      guard let next = ends.popMinimum() else { return }
      wall = next.time
      // Reservations of a stage with a priority depend on the time.
      schedule.advance(to: wall)
      schedule.move(next.stage, to: .succeeded)
    } while true
  }

  private struct End: Comparable, Sendable {
    let time: Double
    let stage: StageID

    static func < (one: End, other: End) -> Bool {
      (one.time, one.stage) < (other.time, other.stage)
    }
  }
}
