import PipelineDescription
import PipelinePlanning
import PipelineTestSupport
import Testing

/// The states of a run: invariant 8 of the fault list.
struct ScheduleTests {
  @Test func `the transition table matches the diagram`() {
    let arrows: [StageState: Set<StageState>] = [
      .waiting: [.ready, .submitted, .blocked, .cancelled],
      .ready: [.queued, .submitted, .upToDate, .failed, .blocked, .cancelled],
      .queued: [.submitted, .upToDate, .failed, .cancelled],
      .submitted: [.running, .cancelled],
      .running: [.succeeded, .failed, .retrying, .cancelled],
      .retrying: [.submitted, .failed, .cancelled],
    ]
    for state in StageState.allCases {
      for next in StageState.allCases {
        #expect(
          state.mayBecome(next) == (arrows[state]?.contains(next) ?? false),
          "\(state) \(next)"
        )
      }
      #expect(state.isFinal == (arrows[state] == nil))
    }
  }

  @Test func `the enumeration contains every small graph once`() {
    // Source: OEIS A003087, unlabeled acyclic digraphs.
    #expect((1...5).map { SmallGraphs.edges(count: $0).count } == [1, 2, 6, 31, 302])
  }

  @Test(arguments: 1...4, [true, false])
  func `every graph is safe and ends for every outcome, retry and order`(
    count: Int,
    keepsGoing: Bool
  ) throws {
    for edges in SmallGraphs.edges(count: count) {
      let graph = try SmallGraphs.graph(edges, count: count)
      for jobs in 1...3 {
        var model = ScheduleModel(
          graph,
          capacity: Capacity(jobs: jobs),
          keepsGoing: keepsGoing
        )
        model.exhaust()
        #expect(model.ends > 0)
      }
    }
  }

  @Test(arguments: [1, 2, 5])
  func `every graph of five stages is safe and ends for every outcome and order`(
    jobs: Int
  ) throws {
    for edges in SmallGraphs.edges(count: 5) {
      let graph = try SmallGraphs.graph(edges, count: 5)
      for keepsGoing in [true, false] {
        var model = ScheduleModel(
          graph,
          capacity: Capacity(jobs: jobs),
          keepsGoing: keepsGoing,
          outcomes: ScheduleModel.Outcomes(mayBeUpToDate: false, retries: 0)
        )
        model.exhaust()
      }
    }
  }

  @Test(arguments: 1...4)
  func `stages never take more of two resources than exists, and the run ends`(
    count: Int
  ) throws {
    let capacity = Capacity(jobs: 3, amounts: ["cores": 2, "api": 1])
    for edges in SmallGraphs.edges(count: count) where edges.count <= 2 {
      for choice in 0..<(1 << (2 * count)) {
        let graph = try SmallGraphs.graph(edges, count: count) { index in
          switch choice >> (2 * index) & 3 {
          case 0: []
          case 1: [Resources(["api": 1])]
          case 2: [Resources(cores: 2)]
          // More than the capacity: the stage runs alone, because no check has rejected it.
          default: [Resources(cores: 3, ["api": 2])]
          }
        }
        var model = ScheduleModel(
          graph,
          capacity: capacity,
          keepsGoing: true,
          outcomes: ScheduleModel.Outcomes(mayBeUpToDate: false, retries: 0)
        )
        model.exhaust()
      }
    }
  }

  @Test(arguments: 0..<20)
  func `large random graphs end, and run no stage twice or too early`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let count = Int.random(in: 50...400, using: &random)
    var edges: [(Int, Int)] = []
    for later in 1..<count {
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        edges.append((Int.random(in: max(0, later - 40)..<later, using: &random), later))
      }
    }
    let graph = try SmallGraphs.graph(edges, count: count) { index in
      index % 3 == 0 ? [Resources(cores: 1 + index % 4, ["api": 1 + index % 2])] : []
    }
    let capacity = Capacity(
      jobs: Int.random(in: 1...9, using: &random),
      amounts: ["cores": 8, "api": 3]
    )
    var schedule = Schedule(graph: graph, selected: Set(graph.stages), capacity: capacity)
    var running: [StageID] = []
    var retried: Set<StageID> = []
    var delayed: [StageID] = []
    while !schedule.isFinished {
      while let index = schedule.nextReady() {
        let isStale = Int.random(in: 0..<5, using: &random) > 0
        schedule.move(index, to: isStale ? .queued : .upToDate)
      }
      while let index = schedule.nextToStart() {
        for other in graph.upstream(of: index) {
          try #require([.succeeded, .upToDate].contains(schedule.state(of: other)))
        }
        schedule.start(index)
        running.append(index)
      }
      try #require(running.count <= capacity.jobs)
      if !delayed.isEmpty, Bool.random(using: &random) || running.isEmpty {
        schedule.endDelay(of: delayed.remove(at: Int.random(in: delayed.indices, using: &random)))
        continue
      }
      if running.isEmpty { break }
      let index = running.remove(at: Int.random(in: running.indices, using: &random))
      switch Int.random(in: 0..<10, using: &random) {
      case 0: schedule.move(index, to: .failed)
      case 1 where retried.insert(index).inserted:
        schedule.move(index, to: .retrying)
        delayed.append(index)
      default: schedule.move(index, to: .succeeded)
      }
    }
    #expect(schedule.isFinished)
  }
}
