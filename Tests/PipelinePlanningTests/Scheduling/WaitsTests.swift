import PipelineDescription
import PipelineTestSupport
import Testing

@testable import PipelinePlanning

/// The waits of stages between ready and started.
struct WaitsTests {
  private func makeSchedule(
    jobs: Int,
    amounts: [String: Int] = [:],
    _ stages: [Stage]
  ) throws -> Schedule {
    let pipeline = Pipeline("p") { stages }
    let graph = try Graph(pipeline, resolver: PathResolver(root: "/srv", home: nil))
    var capacity = Capacity(jobs: jobs, amounts: amounts)
    for name in graph.exclusives { capacity.amounts[name] = 1 }
    return Schedule(
      graph: graph,
      selected: Set(graph.nodes.indices),
      capacity: capacity,
      time: 100
    )
  }

  /// Queues ready stages, starts those that can start, and notes the waits of the others.
  private func go(_ schedule: inout Schedule, to time: Double, freeMemory: Int? = nil) {
    schedule.advance(to: time)
    while let stage = schedule.nextReady() { schedule.move(stage, to: .queued) }
    while let stage = schedule.nextToStart(freeMemory: { freeMemory }) { schedule.start(stage) }
    schedule.noteWaits { freeMemory }
  }

  /// The waits of a stage in short: the missing resource with its name, and seconds.
  private func waits(of stage: StageID, in schedule: inout Schedule) -> [String: Double] {
    (schedule.waits(of: stage)?.waits ?? []).reduce(into: [:]) { found, wait in
      found[wait.name.map { "\(wait.what) \($0)" } ?? wait.what] = wait.seconds
    }
  }

  @Test func `a stage waits for a slot from the end of its upstream stages`() throws {
    let last = Stage("c") {
      Command("true")
      Upstream("a")
    }
    let first = ["a", "b"].map { Stage($0) { Command("true") } }
    var schedule = try makeSchedule(jobs: 1, first + [last])
    go(&schedule, to: 100)
    go(&schedule, to: 103)
    schedule.advance(to: 105)
    schedule.move(0, to: .succeeded)
    #expect(waits(of: 1, in: &schedule) == ["slot": 5])
    #expect(schedule.waits(of: 1)?.ready == 100)
    go(&schedule, to: 105)
    schedule.advance(to: 112)
    schedule.move(1, to: .succeeded)
    #expect(schedule.waits(of: 2)?.ready == 105)
    #expect(waits(of: 2, in: &schedule) == ["slot": 7])
  }

  @Test func `a wait names only the first shortage of slot, resource, memory and exclusive`()
    throws
  {
    let three = ["a", "b", "c"].map { name in
      Stage(name) {
        Command("true")
        Resources(["api": 1])
        Exclusive("database")
      }
    }
    let exclusive = Stage("d") {
      Command("true")
      Exclusive("database")
    }
    let large = Stage("e") {
      Command("true")
      Resources(memory: "8GB")
    }
    var schedule = try makeSchedule(
      jobs: 2,
      amounts: ["api": 1, "memory": 10_000_000_000],
      three + [exclusive, large]
    )
    go(&schedule, to: 100, freeMemory: 1_000_000_000)
    schedule.advance(to: 104)
    #expect(waits(of: 1, in: &schedule) == ["resource api": 4])
    #expect(waits(of: 3, in: &schedule) == ["exclusive database": 4])
    #expect(waits(of: 4, in: &schedule) == ["memory": 4])
  }

  @Test func `a retry waits for its delay and then for a slot`() throws {
    var schedule = try makeSchedule(jobs: 1, ["a", "b"].map { Stage($0) { Command("true") } })
    go(&schedule, to: 100)
    schedule.advance(to: 110)
    schedule.move(0, to: .retrying)
    go(&schedule, to: 110)
    schedule.advance(to: 113)
    schedule.endDelay(of: 0)
    go(&schedule, to: 113)
    schedule.advance(to: 120)
    schedule.move(1, to: .succeeded)
    #expect(waits(of: 0, in: &schedule) == ["delay": 3, "slot": 7])
  }

  @Test func `a wait without a shortage counts as the runner's own time`() throws {
    var schedule = try makeSchedule(jobs: 2, [Stage("a") { Command("true") }])
    schedule.advance(to: 102)
    #expect(waits(of: 0, in: &schedule) == ["runner": 2])
  }
}
