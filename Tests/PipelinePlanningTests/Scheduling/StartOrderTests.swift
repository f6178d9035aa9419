import PipelineDescription
import PipelinePlanning
import PipelineTestSupport
import Testing

/// The order in which ready stages start.
struct StartOrderTests {
  /// Starts all ready stages, each of which ends immediately, and returns the order.
  private func starts(
    _ graph: Graph,
    jobs: Int = 1,
    amounts: [String: Int] = [:],
    estimates: [StageID: Estimate] = [:]
  ) -> [String] {
    var schedule = Schedule(
      graph: graph,
      selected: Set(graph.stages),
      capacity: Capacity(jobs: jobs, amounts: amounts),
      estimates: estimates
    )
    var order: [String] = []
    while true {
      while let index = schedule.nextReady() { schedule.move(index, to: .queued) }
      guard let index = schedule.nextToStart() else { return order }
      order.append(graph.name(of: index))
      schedule.start(index)
      schedule.move(index, to: .succeeded)
    }
  }

  private func graph(@PipelineBuilder _ content: () -> PipelineContent) throws -> Graph {
    try Graph(Pipeline("p", content), resolver: PathResolver(root: "/srv", home: nil))
  }

  private func stage(_ name: String, after upstream: [String] = [], priority: Int? = nil) -> Stage {
    Stage(name) {
      Command("true")
      Upstream(upstream)
      if let priority { Priority(priority) }
    }
  }

  @Test func `the stage with the most stages after it starts first without history`()
    throws
  {
    let graph = try graph {
      stage("alone")
      stage("short")
      stage("long")
      stage("b", after: ["long"])
      stage("c", after: ["b"])
      stage("d", after: ["short"])
    }
    #expect(starts(graph) == ["long", "short", "b", "alone", "c", "d"])
  }

  @Test func `the stage on the longest path by earlier durations starts first`() throws {
    let graph = try graph {
      stage("many")
      stage("b", after: ["many"])
      stage("slow")
    }
    let times: [StageID: Estimate] = [0: 1.0, 1: 2.0, 2: 60.0].mapValues { Estimate(duration: $0) }
    #expect(starts(graph, estimates: times) == ["slow", "many", "b"])
  }

  @Test func `a difference of less than a second does not change the order`() throws {
    let graph = try graph {
      stage("a")
      stage("b")
      stage("c")
      stage("d", after: ["c"])
    }
    let times: [StageID: Estimate] = [0: 0.01, 1: 0.3, 2: 0.02, 3: 0.03].mapValues {
      Estimate(duration: $0)
    }
    #expect(starts(graph, estimates: times) == ["c", "a", "b", "d"])
  }

  @Test func `a stage without a timing counts as the mean of the timed stages`() throws {
    let graph = try graph {
      stage("quick")
      stage("new")
      stage("slow")
    }
    let times: [StageID: Estimate] = [0: Estimate(duration: 1), 2: Estimate(duration: 9)]
    #expect(starts(graph, estimates: times) == ["slow", "new", "quick"])
  }

  @Test func `priority overrides the longest path`() throws {
    let graph = try graph {
      stage("long")
      stage("b", after: ["long"])
      stage("urgent", priority: 10)
      stage("idle", priority: -1)
    }
    #expect(starts(graph) == ["urgent", "long", "b", "idle"])
  }

  @Test func `a small stage passes a large one of its priority that does not fit`() throws {
    let graph = try graph {
      stage("first")
      Stage("large") {
        Command("true")
        Resources(cores: 2)
      }
      stage("small")
    }
    var schedule = Schedule(
      graph: graph,
      selected: [0, 1, 2],
      capacity: Capacity(jobs: 4, amounts: ["cores": 2])
    )
    while let index = schedule.nextReady() { schedule.move(index, to: .queued) }
    var started: [StageID] = []
    while let index = schedule.nextToStart() {
      schedule.start(index)
      started.append(index)
    }
    #expect(started == [0, 2])
    schedule.move(0, to: .succeeded)
    #expect(schedule.nextToStart() == nil)
    schedule.move(2, to: .succeeded)
    #expect(schedule.nextToStart() == 1)
  }

  @Test func `stages that share an exclusive name never run in parallel`() throws {
    let pipeline = Pipeline("p") {
      for name in ["a", "b", "c"] {
        Stage(name) {
          Command("true")
          if name != "c" { Exclusive("database") }
        }
      }
    }
    let graph = try Graph(pipeline, resolver: PathResolver(root: "/srv", home: nil))
    let capacity = Capacity(
      limits: pipeline.limits,
      exclusives: graph.exclusives,
      jobs: 4,
      cores: 4,
      memory: nil,
      settings: [:]
    )
    var schedule = Schedule(graph: graph, selected: [0, 1, 2], capacity: capacity)
    while let index = schedule.nextReady() { schedule.move(index, to: .queued) }
    var started: [StageID] = []
    while let index = schedule.nextToStart() {
      schedule.start(index)
      started.append(index)
    }
    #expect(started == [0, 2])
  }
}
