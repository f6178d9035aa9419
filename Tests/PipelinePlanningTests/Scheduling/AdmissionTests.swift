import PipelineDescription
import PipelineTestSupport
import Testing

@testable import PipelinePlanning

/// Whether one more stage may start.
struct AdmissionTests {
  private static let gigabyte = 1_000_000_000

  /// The running demand, the new demand, the free memory, and the expected decision.
  static let rows: [(running: [Int], wanted: Int, free: Int?, isAdmitted: Bool)] = [
    // A stage that runs alone starts with any demand.
    ([], 100, 0, true),
    ([], 0, nil, true),
    // A stage beside others needs memory that is free.
    ([3], 4, 4, true),
    ([3], 4, 3, false),
    ([3], 6, 9, false),
    ([3], 5, nil, true),
    ([3, 4], 2, nil, false),
    ([3, 4], 1, nil, true),
    // A stage with a small demand needs no check.
    ([3, 5], 0, 0, true),
  ]

  @Test(arguments: rows)
  func `memory limits the start`(row: (running: [Int], wanted: Int, free: Int?, isAdmitted: Bool)) {
    var admission = Admission(
      capacity: Capacity(jobs: 10, amounts: ["memory": 8 * Self.gigabyte, "cores": 10])
    )
    for size in row.running { admission.take(Demand(memory: size * Self.gigabyte)) }
    let lack = admission.lack(Demand(memory: row.wanted * Self.gigabyte)) {
      row.free.map { $0 * Self.gigabyte }
    }
    #expect(lack == (row.isAdmitted ? nil : "memory"))
  }

  @Test func `a finished stage gives its slots back`() {
    var admission = Admission(capacity: Capacity(jobs: 2, amounts: ["cores": 3]))
    let two = Demand(amounts: ["cores": 2])
    admission.take(two)
    #expect(admission.lack(two) { nil } == "cores")
    #expect(admission.lack(Demand()) { nil } == nil)
    #expect(admission.hasFreeSlot)
    admission.take(Demand())
    #expect(!admission.hasFreeSlot)
    admission.give(two)
    #expect(admission.hasFreeSlot)
    #expect(admission.lack(two) { nil } == nil)
  }

  @Test func `a stage takes what it declares, else one core and its usual memory`() {
    func demand(_ usual: Int?, @StageBuilder _ content: () -> StageContent) -> Demand {
      Demand(of: Stage("s", "", place: Place(1), content: content()), usualMemory: usual)
    }
    #expect(demand(nil) { Command("true") } == Demand(amounts: ["cores": 1], memory: 0))
    #expect(demand(100_000_000) { Command("true") }.memory == 0)
    #expect(demand(500_000_000) { Command("true") }.memory == 536_870_912)
    #expect(demand(.max) { Command("true") }.memory == 1 << 50)
    let declared = demand(500_000_000) {
      Resources(cores: 2, memory: .gigabytes(8), ["gpu": 1])
      Exclusive("database")
    }
    let amounts = ["cores": 2, "gpu": 1, "database": 1]
    #expect(declared == Demand(amounts: amounts, memory: 8_000_000_000))
  }

  @Test func `the command line overrides the manifest, and the manifest overrides the machine`() {
    func capacity(
      _ limits: [ResourceAmount],
      jobs: Int,
      cores: Int,
      memory: Int?,
      settings: [String: Int]
    ) -> Capacity {
      Capacity(
        limits: limits,
        exclusives: limits.isEmpty ? [] : ["database"],
        jobs: jobs,
        cores: cores,
        memory: memory,
        settings: settings
      )
    }
    let limits = Pipeline("p") { Limits(memory: .gigabytes(4), ["api": 3]) }.limits
    #expect(
      capacity(limits, jobs: 8, cores: 2, memory: 16, settings: ["api": 5])
        == Capacity(
          jobs: 8,
          amounts: ["cores": 8, "memory": 4_000_000_000, "api": 5, "database": 1]
        )
    )
    #expect(
      capacity([], jobs: 1, cores: 4, memory: nil, settings: ["cores": 2])
        == Capacity(jobs: 1, amounts: ["cores": 2])
    )
  }

  @Test func `the critical path and the total work bound the remaining time`() throws {
    let stages = (0..<4).map { index in
      Stage("s\(index)") {
        Command("true")
        if index == 3 { Upstream("s0") }
      }
    }
    let graph = try Graph(
      Pipeline("p") { stages },
      resolver: PathResolver(root: "/srv", home: nil)
    )
    let estimates = Dictionary(
      uniqueKeysWithValues: graph.stages.map { ($0, Estimate(duration: 10)) }
    )
    var schedule = Schedule(
      graph: graph,
      selected: [0, 1, 2, 3],
      capacity: Capacity(jobs: 2),
      estimates: estimates
    )
    while let index = schedule.nextReady() { schedule.move(index, to: .queued) }
    #expect(schedule.remaining(elapsed: [:]) == 20)
    schedule.start(0)
    #expect(schedule.remaining(elapsed: [0: 4]) == 18)
    #expect(schedule.remaining(elapsed: [0: 11]) == 15)
    // The overdue stage is left out of the estimate, and later it outweighs the rest.
    #expect(schedule.remaining(elapsed: [0: 24]) == 15)
    #expect(schedule.remaining(elapsed: [0: 26]) == nil)
    schedule.move(0, to: .succeeded)
    schedule.start(1)
    schedule.start(2)
    #expect(schedule.remaining(elapsed: [1: 1, 2: 1]) == 14)
    schedule = Schedule(
      graph: graph,
      selected: [0, 1, 2, 3],
      capacity: Capacity(jobs: 2),
      estimates: estimates.filter { $0.key != 3 }
    )
    // A guess for a stage without timings would look like a known value.
    #expect(schedule.remaining(elapsed: [:]) == nil)
  }

  @Test func `the schedule reports what queued stages wait for only while a slot is free`() throws {
    let stages = ["a", "b", "c", "d"].map { name in
      Stage(name) {
        Command("true")
        if name == "d" { Resources(memory: .gigabytes(2)) } else { Exclusive("database") }
      }
    }
    let graph = try Graph(
      Pipeline("p") { stages },
      resolver: PathResolver(root: "/srv", home: nil)
    )
    for jobs in [1, 3] {
      var schedule = Schedule(
        graph: graph,
        selected: [0, 1, 2, 3],
        capacity: Capacity(jobs: jobs, amounts: ["database": 1])
      )
      while let index = schedule.nextReady() { schedule.move(index, to: .queued) }
      #expect(schedule.nextToStart { 0 } == 0)
      schedule.start(0)
      #expect(schedule.nextToStart { 0 } == nil)
      let held = schedule.held { 0 }
      #expect(held == (jobs == 1 ? [:] : ["database": 2, "memory": 1]))
    }
  }
}
