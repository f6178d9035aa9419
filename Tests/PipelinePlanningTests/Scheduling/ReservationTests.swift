import PipelineDescription
import PipelineTestSupport
import Testing

@testable import PipelinePlanning

/// The resources that a waiting stage of higher priority keeps from others.
struct ReservationTests {
  struct Case: Sendable {
    var lacks: Set<String> = ["cores"]
    var wait: Double? = 10
    var demand = Demand(amounts: ["cores": 1])
    var priority = 0
    var duration: Double?
    var kept: String?
  }

  @Test(arguments: [
    Case(kept: "cores"),
    Case(priority: 1),
    Case(priority: 2),
    Case(duration: 10),
    Case(duration: 10.1, kept: "cores"),
    Case(wait: nil, duration: 1, kept: "cores"),
    Case(demand: Demand(amounts: ["cores": 0, "gpu": 1])),
    Case(lacks: ["gpu"]),
    Case(lacks: ["memory"]),
    Case(lacks: ["memory"], demand: Demand(memory: 1), kept: "memory"),
    Case(lacks: ["gpu", "cores"], demand: Demand(amounts: ["cores": 1, "gpu": 1]), kept: "cores"),
  ])
  func `a stage of lower priority leaves what a waiting one lacks, unless it ends before`(
    _ example: Case
  ) {
    let reservation = Reservation(priority: 1, lacks: example.lacks, wait: example.wait)
    #expect(
      reservation.resource(
        keptFrom: example.demand,
        priority: example.priority,
        duration: example.duration
      ) == example.kept
    )
  }

  private func schedule(
    _ stages: [Stage],
    jobs: Int = 4,
    amounts: [String: Int] = ["cores": 2],
    durations: [Double] = []
  ) throws -> (Graph, Schedule) {
    let pipeline = Pipeline("p") { for stage in stages { stage } }
    let graph = try Graph(pipeline, resolver: PathResolver(root: "/srv", home: nil))
    let estimates = zip(graph.stages, durations).map { ($0, Estimate(duration: $1)) }
    var schedule = Schedule(
      graph: graph,
      selected: Set(graph.stages),
      capacity: Capacity(jobs: jobs, amounts: amounts),
      estimates: Dictionary(uniqueKeysWithValues: estimates)
    )
    while let stage = schedule.nextReady() { schedule.move(stage, to: .queued) }
    return (graph, schedule)
  }

  private func stage(_ name: String, cores: Int = 1, gpu: Int = 0, priority: Int? = nil) -> Stage {
    Stage(name) {
      Command("true")
      if cores != 1 { Resources(cores: cores) }
      if gpu > 0 { Resources(["gpu": gpu]) }
      if let priority { Priority(priority) }
    }
  }

  /// Starts all stages that can start now, and returns them.
  private func starts(_ schedule: inout Schedule, _ graph: Graph) -> [String] {
    var started: [String] = []
    while let stage = schedule.nextToStart() {
      schedule.start(stage)
      started.append(graph.name(of: stage))
    }
    return started
  }

  @Test func `nothing that takes cores passes a waiting stage of higher priority`() throws {
    let small = (0..<4).map { stage("s\($0)") }
    var (graph, schedule) = try schedule(
      [stage("first", priority: 200)] + small + [stage("big", cores: 2, priority: 100)]
    )
    #expect(starts(&schedule, graph) == ["first"])
    #expect(schedule.held(freeMemory: { nil }) == ["cores": 5])
    schedule.move(0, to: .succeeded)
    #expect(starts(&schedule, graph) == ["big"])
    schedule.move(5, to: .succeeded)
    #expect(starts(&schedule, graph) == ["s0", "s1"])
  }

  @Test func `without priorities, small stages pass a large one`() throws {
    var (graph, schedule) = try schedule(
      [stage("big", cores: 2), stage("a"), stage("b")],
      durations: [1, 9, 5]
    )
    #expect(starts(&schedule, graph) == ["a", "b"])
  }

  @Test func `a stage that ends before the waiting one can start passes it`() throws {
    var (graph, schedule) = try schedule(
      [
        stage("first", priority: 200), stage("big", cores: 2, priority: 100), stage("long"),
        stage("short"),
      ],
      durations: [10, 5, 11, 4]
    )
    #expect(starts(&schedule, graph) == ["first", "short"])
    // In four seconds less time is left, so that not even a short stage passes.
    schedule.advance(to: 8)
    schedule.move(3, to: .succeeded)
    #expect(starts(&schedule, graph) == [])
  }

  @Test func `a stage that takes none of what is lacking goes on`() throws {
    var (graph, schedule) = try schedule(
      [
        stage("gpu-1", gpu: 1, priority: 200), stage("gpu-2", gpu: 1, priority: 100),
        stage("gpu-3", gpu: 1), stage("plain"),
      ],
      amounts: ["cores": 9, "gpu": 1]
    )
    #expect(starts(&schedule, graph) == ["gpu-1", "plain"])
    schedule.move(0, to: .succeeded)
    #expect(starts(&schedule, graph) == ["gpu-2"])
  }

  @Test func `a kept resource is the cause of the wait`() throws {
    var (graph, schedule) = try schedule(
      [stage("first", priority: 200), stage("big", cores: 2, priority: 100), stage("small")]
    )
    #expect(starts(&schedule, graph) == ["first"])
    schedule.noteWaits { nil }
    schedule.advance(to: 3)
    schedule.move(0, to: .succeeded)
    #expect(starts(&schedule, graph) == ["big"])
    let waits = schedule.waits(of: 2)?.waits
    #expect(waits == [Event.AttemptStart.Wait(what: "resource", name: "cores", seconds: 3)])
  }

  @Test func `a stage that waits for a retry survives a drain that keeps retries`() throws {
    var (graph, schedule) = try schedule([stage("flaky"), stage("other")], jobs: 1)
    #expect(starts(&schedule, graph) == ["flaky"])
    schedule.move(0, to: .retrying)
    #expect(schedule.drain(retries: true) == [1])
    #expect(schedule.isDraining && !schedule.isStopping)
    schedule.endDelay(of: 0)
    #expect(starts(&schedule, graph) == ["flaky"])
    #expect(schedule.drain() == [])
    #expect(schedule.isStopping)
  }

  @Test(arguments: 0..<300) func `every generated schedule ends and keeps its promises`(
    seed: UInt64
  ) throws {
    var random = SeededGenerator(seed: seed)
    let count = Int.random(in: 2...9, using: &random)
    let hasPriorities = Bool.random(using: &random)
    let stages = (0..<count).map { number in
      stage(
        "s\(number)",
        cores: Int.random(in: 1...3, using: &random),
        gpu: Int.random(in: 0...1, using: &random),
        priority: hasPriorities ? Int.random(in: 0...2, using: &random) : nil
      )
    }
    let durations = (0..<count).map { _ in Double.random(in: 1...9, using: &random) }
    var (_, schedule) = try schedule(
      stages,
      jobs: 3,
      amounts: ["cores": 3, "gpu": 1],
      durations: Bool.random(using: &random) ? durations : []
    )
    var time = 0.0
    while true {
      while let next = schedule.nextToStart() {
        check(next, schedule, stages)
        schedule.start(next)
      }
      let running = schedule.stages(in: .running)
      guard let first = running.randomElement(using: &random) else { break }
      if !hasPriorities { checkIsFull(schedule, stages) }
      time += Double.random(in: 0...3, using: &random)
      schedule.advance(to: time)
      schedule.move(first, to: .succeeded)
    }
    #expect(schedule.count(in: .succeeded) == count)
  }

  /// No stage of higher priority waits for something that this one takes, unless this one ends before.
  private func check(_ next: StageID, _ schedule: Schedule, _ stages: [Stage]) {
    let demand = Demand(of: stages[next.index], usualMemory: nil)
    for other in schedule.stages(in: .queued) where other != next {
      guard schedule.priority(of: other) > schedule.priority(of: next) else { continue }
      let lacks = schedule.admission.lacks(Demand(of: stages[other.index], usualMemory: nil)) {
        nil
      }
      guard lacks.contains(where: demand.takes) else { continue }
      let duration = schedule.usualDuration(of: next)
      let ends = schedule.stages(in: .running).compactMap(schedule.usualDuration).max() ?? 0
      #expect(duration.map { $0 <= ends } ?? false, "\(next) passes \(other)")
    }
  }

  /// Without priorities, no stage waits that could start.
  private func checkIsFull(_ schedule: Schedule, _ stages: [Stage]) {
    guard schedule.admission.hasFreeSlot else { return }
    for stage in schedule.stages(in: .queued) {
      let demand = Demand(of: stages[stage.index], usualMemory: nil)
      #expect(schedule.admission.lack(demand) { nil } != nil)
    }
  }
}
