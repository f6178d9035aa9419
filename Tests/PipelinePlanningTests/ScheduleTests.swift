import PipelineDescription
import PipelinePlanning
import Testing

/// The states of a run.
struct ScheduleTests {
  @Test func `the table of transitions is that of the picture`() {
    let arrows: [StageState: Set<StageState>] = [
      .waiting: [.ready, .blocked, .cancelled],
      .ready: [.queued, .upToDate, .failed, .cancelled],
      .queued: [.running, .upToDate, .failed, .cancelled],
      .running: [.succeeded, .failed, .retrying, .cancelled],
      .retrying: [.running, .failed, .cancelled],
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

  /// Runs a schedule to its end: the bits of `outcomes` say which stages fail and which are up to
  /// date, those of `choices` which of the running stages ends next.
  private func check(_ graph: Graph, _ outcomes: Int, _ choices: Int, jobs: Int, keepsGoing: Bool) {
    var schedule = Schedule(graph: graph, selected: Set(graph.nodes.indices))
    var running: [Int] = []
    var started: Set<Int> = []
    var hasFailed = false
    var choices = choices
    var steps = 0
    func outcome(_ index: Int) -> Int { outcomes / [1, 3, 9, 27, 81][index] % 3 }
    while !schedule.isFinished {
      steps += 1
      guard steps < 100 else {
        Issue.record("does not end")
        return
      }
      if !schedule.isDraining, let index = schedule.nextReady() {
        schedule.move(index, to: outcome(index) == 2 ? .upToDate : .queued)
      } else if !schedule.isDraining, schedule.running < jobs, let index = schedule.nextQueued() {
        #expect(graph.nodes[index].upstream.allSatisfy { schedule.states[$0]?.isDone == true })
        #expect(started.insert(index).inserted)
        schedule.move(index, to: .running)
        running.append(index)
        #expect(running.count <= jobs && schedule.running == running.count)
      } else {
        guard !running.isEmpty else {
          Issue.record("nothing runs and nothing can")
          return
        }
        let index = running.remove(at: choices % running.count)
        choices /= 2
        if outcome(index) == 0 {
          schedule.move(index, to: .succeeded)
        } else {
          hasFailed = true
          schedule.move(index, to: .failed)
          if !keepsGoing && !schedule.isDraining { _ = schedule.drain() }
        }
      }
    }
    guard keepsGoing || !hasFailed else { return }
    // What was not run is exactly what depends on a failure.
    var lost: Set<Int> = []
    for index in graph.order {
      let node = graph.nodes[index]
      if !lost.isDisjoint(with: node.upstream) {
        lost.insert(index)
        #expect(schedule.states[index] == .blocked)
      } else if outcome(index) == 1 {
        lost.insert(index)
        #expect(schedule.states[index] == .failed)
      } else {
        #expect(schedule.states[index]?.isDone == true)
      }
    }
  }

  /// Invariant 8 of the fault list.
  @Test(arguments: 1...4)
  func `every graph with every outcome in every order is safe and ends`(count: Int) throws {
    let pairs = (0..<count).flatMap { later in (0..<later).map { ($0, later) } }
    for edges in 0..<(1 << pairs.count) {
      let stages = (0..<count).map { index in
        Stage("s\(index)") {
          Command("true")
          for (bit, pair) in pairs.enumerated() where pair.1 == index && edges >> bit & 1 == 1 {
            Upstream("s\(pair.0)")
          }
        }
      }
      let graph = try Graph(
        Pipeline("p") { stages },
        resolver: PathResolver(root: "/srv", home: nil)
      )
      for outcomes in 0..<[1, 3, 9, 27, 81][count] {
        for jobs in 1...3 {
          for choices in 0..<(jobs == 1 ? 1 : 8) {
            check(graph, outcomes, choices, jobs: jobs, keepsGoing: true)
            check(graph, outcomes, choices, jobs: jobs, keepsGoing: false)
          }
        }
      }
    }
  }
}

extension StageState {
  /// Whether what depends on the stage may go on.
  fileprivate var isDone: Bool { self == .succeeded || self == .upToDate }
}
