import PipelineDescription
import PipelineEngine
import PipelinePlanning
import PipelineTestSupport
import Testing

/// Attempts as cluster jobs, which queue, outlive the runner and lose answers.
struct FakeClusterTests {
  /// A root whose attempts run on a cluster with the given `answers`.
  private func makeRoot(
    answers: @escaping @Sendable (Attempt, Int) -> FakeCluster.Answers = { _, _ in .init() }
  ) -> (root: TestRoot, cluster: FakeCluster) {
    var root = makeChain()
    root.options.capacity = Capacity(jobs: 4)
    root.options.onFailure = .keepGoing
    let (files, pipeline) = (root.files, root.pipeline)
    let cluster = FakeCluster(files: files, answers: answers) { attempt in
      PureScript(files: files, pipeline: pipeline).perform(attempt.stage)
    }
    root.executor = cluster
    root.makeInbox = { RunInbox(simulator: RunInbox.Simulator { cluster.advance() }) }
    files.tick()
    return (root, cluster)
  }

  /// The number of successful jobs of each stage.
  private func successes(_ cluster: FakeCluster) -> [String: Int] {
    cluster.jobs.filter { $0.state == .ended(.succeeded) }
      .reduce(into: [:]) { $0[$1.attempt.stage, default: 0] += 1 }
  }

  private let onceEach = ["a": 1, "b": 1, "c": 1, "d": 1]

  @Test func `the duration excludes an hour in the queue`() async throws {
    var (root, cluster) = makeRoot { _, _ in
      var answers = FakeCluster.Answers()
      answers.queue = 3600
      answers.running = 2
      return answers
    }
    let run = try await root.run()
    #expect(run.summary.isSuccess)
    #expect(run.summary.duration > 3 * 3600)
    let durations = run.reporter.events.compactMap { event in
      if case .attemptFinished(let summary) = event { summary.duration } else { nil }
    }
    #expect(durations.map { $0.rounded() } == [2, 2, 2, 2])
    let waits = run.reporter.events.compactMap { event in
      if case .attemptStarted(let start) = event { start.waits } else { nil }
    }
    #expect(waits.count == 4)
    #expect(waits.allSatisfy { $0.last?.what == "queue" && $0.last?.seconds.rounded() == 3600 })
    #expect(cluster.overlaps == 0)
    #expect(try await root.run().starts == [])
  }

  @Test(arguments: [-40.0, 0, 40])
  func `a wrong node clock does not change the duration`(lag: Double) async throws {
    var (root, _) = makeRoot { _, _ in
      var answers = FakeCluster.Answers()
      (answers.queue, answers.running, answers.lag, answers.endDelay) = (10, 20, lag, 15)
      return answers
    }
    let run = try await root.run()
    for event in run.reporter.events {
      if case .attemptStarted(let start) = event {
        let waited = start.waits.reduce(0) { $0 + $1.seconds }
        let whole = Double(start.time - (start.ready ?? 0)) / 1000
        #expect(abs(waited - whole) <= 0.001, "\(start)")
        #expect(waited >= 0)
      }
      if case .attemptFinished(let end) = event { #expect(end.duration.rounded() == 20) }
    }
    #expect(run.summary.succeeded == 4)
  }

  @Test func `late, lost, repeated and contradictory answers change nothing`() async throws {
    for row in 0..<32 {
      var (root, cluster) = makeRoot { _, _ in
        var answers = FakeCluster.Answers()
        answers.losesHandle = row & 1 != 0
        answers.losesStart = row & 2 != 0
        answers.tellsStartLate = row & 4 != 0
        answers.tellsEndTwice = row & 8 != 0
        answers.contradictsEnd = row & 16 != 0
        return answers
      }
      let run = try await root.run()
      #expect(run.summary.succeeded == 4, "\(row)")
      #expect(successes(cluster) == onceEach)
      #expect(try root.stale() == [])
    }
  }

  @Test func `the next run finds every job wherever the runner died`() async throws {
    for losesHandle in [false, true] {
      for steps in [0, 1, 2, 3, 5, 100] {
        for death in 1... {
          var (root, cluster) = makeRoot { _, _ in
            var answers = FakeCluster.Answers()
            answers.losesHandle = losesHandle
            return answers
          }
          cluster.killRunner(atWrite: death)
          let first = try? await root.run()
          if first?.summary.isSuccess == true { break }
          cluster.reviveRunner()
          cluster.goOn(steps: steps)
          let second = try await root.run()
          #expect(second.summary.isSuccess, "death \(death), steps \(steps)")
          #expect(successes(cluster) == onceEach, "death \(death), steps \(steps)")
          #expect(cluster.overlaps == 0)
          #expect(cluster.aliveCount == 0)
          #expect(try root.stale() == [])
          let durations = try ["a", "b", "c", "d"].compactMap { stage in
            try root.records().histories[stage]?.record?.duration?.rounded()
          }
          #expect(durations == [1, 1, 1, 1], "death \(death), steps \(steps)")
          #expect(root.files.text(of: Path("c.out"))?.hasPrefix("c ") == true)
        }
      }
    }
  }

  @Test func `the next run stops a job whose input changed meanwhile`() async throws {
    for steps in [0, 1, 2, 3, 5] {
      for death in 1... {
        var (root, cluster) = makeRoot { _, job in
          var answers = FakeCluster.Answers()
          answers.losesHandle = job % 2 == 0
          return answers
        }
        cluster.killRunner(atWrite: death)
        let first = try? await root.run()
        if first?.summary.isSuccess == true { break }
        cluster.reviveRunner()
        cluster.goOn(steps: steps)
        root.files.tick()
        root.files.write("edited", to: Path("raw"))
        let second = try await root.run()
        #expect(second.summary.isSuccess, "death \(death), steps \(steps)")
        #expect(cluster.overlaps == 0)
        #expect(cluster.aliveCount == 0)
        #expect(try root.stale() == [], "death \(death), steps \(steps)")
        for stage in root.pipeline.stages {
          let made = root.files.text(of: Path("\(stage.name).out"))
          let wanted = PureScript(files: root.files, pipeline: root.pipeline).result(of: stage)
          #expect(made == wanted, "death \(death), steps \(steps)")
        }
      }
    }
  }

  @Test func `a job stopped after the runner's death runs again`() async throws {
    var (root, cluster) = makeRoot()
    for death in 1..<40 {
      cluster.killRunner(atWrite: death)
      let first = try? await root.run()
      cluster.reviveRunner()
      if first?.summary.isSuccess == true { break }
      for job in cluster.jobs where job.isAlive {
        cluster.stop(.attempt(job.attempt.key), atOnce: true)
      }
    }
    #expect(cluster.jobs.contains { $0.state == .ended(.stopped) })
    #expect(try await root.run().summary.isSuccess)
    #expect(cluster.overlaps == 0)
  }

  @Test func `a job stopped from outside fails and does not block the run forever`() async throws {
    var (root, _) = makeRoot { _, job in
      var answers = FakeCluster.Answers()
      if job == 0 { answers.end = .stopped }
      return answers
    }
    let run = try await root.run()
    #expect(run.summary.failed == ["a"])
    #expect(!run.summary.blocked.isEmpty)
    #expect(try await root.run().summary.isSuccess)
  }

  @Test(arguments: 0..<200)
  func `random cluster faults end with the result of a clean run`(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let fates: [FakeCluster.Answers] = (0..<200).map { _ in
      var answers = FakeCluster.Answers()
      answers.queue = Double(Int.random(in: 0...3000, using: &random)) / 10
      answers.running = Double(Int.random(in: 1...300, using: &random)) / 10
      if Int.random(in: 0..<8, using: &random) == 0 { answers.end = .exited(code: 1, script: 0) }
      answers.losesHandle = Int.random(in: 0..<4, using: &random) == 0
      answers.losesStart = Int.random(in: 0..<4, using: &random) == 0
      answers.tellsStartLate = Int.random(in: 0..<4, using: &random) == 0
      answers.tellsEndTwice = Int.random(in: 0..<4, using: &random) == 0
      answers.contradictsEnd = Int.random(in: 0..<4, using: &random) == 0
      answers.vanishes = Int.random(in: 0..<12, using: &random) == 0
      return answers
    }
    var (root, cluster) = makeRoot { _, job in fates[job] }
    for _ in 0..<20 {
      if Bool.random(using: &random) {
        cluster.killRunner(atWrite: Int.random(in: 1...60, using: &random))
      }
      let run = try? await root.run()
      if run?.summary.isSuccess == true { break }
      cluster.reviveRunner()
      cluster.goOn(steps: Int.random(in: 0...6, using: &random))
    }
    #expect(cluster.overlaps == 0)
    #expect(cluster.aliveCount == 0)
    #expect(successes(cluster) == onceEach)
    #expect(try root.stale() == [])
  }
}
