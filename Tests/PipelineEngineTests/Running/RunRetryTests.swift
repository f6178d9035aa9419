import PipelineDescription
import PipelineEngine
import PipelinePlanning
import PipelineTestSupport
import Synchronization
import Testing

/// Stages with retries, and runs that end during the wait for a retry.
struct RunRetryTests {
  /// `fetch`, which has retries, its reader, and an independent stage.
  private func makeRoot(_ retry: Retry) -> TestRoot {
    TestRoot(
      Pipeline("p") {
        Stage("fetch") {
          Command("fetch \(output: "a")")
          retry
        }
        Stage("read") { Command("read \(input: "a") \(output: "b")") }
        Stage("beside") { Command("make \(output: "c")") }
      }
    )
  }

  /// Makes a stage end with the given ends in turn, then run normally.
  private func script(_ root: TestRoot, _ stage: String, _ ends: [AttemptEnd]) {
    let left = Mutex(ends)
    let standard = root.runner.standard
    root.runner.script(stage) { attempt in
      left.withLock { $0.isEmpty ? nil : $0.removeFirst() } ?? standard(attempt)
    }
  }

  private func attempts(_ run: FinishedRun) -> [Event.AttemptSummary] {
    run.reporter.events.compactMap { event in
      if case .attemptFinished(let attempt) = event, attempt.stage == "fetch" {
        attempt
      } else {
        nil
      }
    }
  }

  /// Advances time in steps of a second until the run ends.
  private func runWithTime(_ root: inout TestRoot) async throws -> FinishedRun {
    let files = root.files
    let control = root.control
    let time = Task {
      while !Task.isCancelled {
        files.tick(1_000_000_000)
        control.current?.tick()
        await Task.yield()
      }
    }
    defer { time.cancel() }
    return try await root.run()
  }

  @Test func `a failed attempt is retried, and each attempt has its own log`() async throws {
    var root = makeRoot(Retry(3, delay: .zero))
    script(root, "fetch", [.exited(code: 75, script: 0), .timedOut(after: .seconds(1), script: 0)])
    let run = try await root.run()
    #expect(run.summary.isSuccess)
    #expect(run.starts == ["fetch", "fetch", "fetch", "read", "beside"])
    let attempts = attempts(run)
    #expect(attempts.map(\.number) == [1, 2, 3])
    #expect(attempts.map(\.decision) == [.again(after: 0), .again(after: 0), nil])
    #expect(attempts.compactMap(\.log) == (1...3).map { ".pipeline/runs/run-1/fetch.\($0).log" })
    #expect(attempts.allSatisfy { $0.reasons == attempts.first?.reasons })
    let stage = run.reporter.events.compactMap { event in
      if case .stageFinished(let stage) = event, stage.stage == "fetch" { stage } else { nil }
    }
    #expect(stage.map(\.attempts) == [3])
    #expect(stage.first?.start == attempts.first?.start)
    #expect(try root.stale() == [])
  }

  @Test func `the last failed attempt blocks the dependents`() async throws {
    var root = makeRoot(Retry(2, delay: .zero))
    root.options.onFailure = .keepGoing
    script(root, "fetch", Array(repeating: .exited(code: 1, script: 0), count: 9))
    let run = try await root.run()
    #expect(run.starts == ["fetch", "fetch", "fetch", "beside"])
    #expect(attempts(run).map(\.decision) == [.again(after: 0), .again(after: 0), .exhausted])
    #expect(run.summary.failed == ["fetch"])
    #expect(run.summary.blocked == ["read"])
    #expect(run.reporter.tails.keys.sorted() == ["fetch"])
  }

  @Test func `a permanent failure is not retried`() async throws {
    var root = makeRoot(Retry(2, delay: .zero, on: [.exit(75)]))
    script(root, "fetch", [.exited(code: 2, script: 0)])
    let run = try await root.run()
    #expect(attempts(run).map(\.decision) == [.notWorth])
    #expect(run.summary.failed == ["fetch"])
  }

  @Test func `the pipeline's retry applies to stages without their own`() async throws {
    var root = TestRoot(
      Pipeline("p") {
        Retry(1, delay: .zero)
        Stage("fetch") { Command("fetch \(output: "a")") }
      }
    )
    script(root, "fetch", [.signaled(signal: 9, script: 0)])
    #expect(try await root.run().starts == ["fetch", "fetch"])
  }

  @Test func `other stages run during the declared wait`() async throws {
    var root = makeRoot(Retry(1, delay: .seconds(60), jitter: 0))
    script(root, "fetch", [.exited(code: 75, script: 0)])
    let run = try await runWithTime(&root)
    #expect(run.starts == ["fetch", "beside", "fetch", "read"])
    let attempts = attempts(run)
    let first = try #require(attempts.first)
    let second = try #require(attempts.last)
    #expect(second.start - first.start >= 60_000)
    #expect(run.summary.isSuccess)
  }

  @Test func `a failure of another stage does not take a retry away`() async throws {
    var root = makeRoot(Retry(1, delay: .seconds(60)))
    script(root, "fetch", [.exited(code: 75, script: 0)])
    script(root, "beside", [.exited(code: 2, script: 0)])
    let run = try await runWithTime(&root)
    #expect(run.starts == ["fetch", "beside", "fetch"])
    #expect(run.summary.failed == ["beside"])
    #expect(run.summary.succeeded == 1)
    #expect(run.summary.cancelled == ["read"])
  }

  @Test func `with fail-fast, a failure ends the wait, and the last end counts`() async throws {
    var root = makeRoot(Retry(1, delay: .seconds(60)))
    root.options.onFailure = .stopRunning
    script(root, "fetch", [.exited(code: 75, script: 0)])
    script(root, "beside", [.exited(code: 2, script: 0)])
    let run = try await runWithTime(&root)
    #expect(run.starts == ["fetch", "beside"])
    #expect(run.summary.failed == ["fetch", "beside"])
    #expect(run.summary.blocked == ["read"])
    #expect(run.reporter.ends["fetch"] == .exited(code: 75, script: 0))
    #expect(
      try root.verdicts()["fetch"] == .run([.lastAttemptFailed(.exited(code: 75, script: 0))])
    )
  }

  @Test func `a signal ends the wait`() async throws {
    var root = makeRoot(Retry(1, delay: .seconds(60)))
    let control = root.control
    script(root, "fetch", [.exited(code: 75, script: 0)])
    let standard = root.runner.standard
    root.runner.script("beside") { attempt in
      control.current?.stop(by: 2)
      return standard(attempt)
    }
    let run = try await root.run()
    #expect(run.summary.signal == 2)
    #expect(run.summary.failed == ["fetch"])
  }

  @Test func `an input that vanishes between two attempts ends the retries`() async throws {
    var root = TestRoot(
      Pipeline("p") {
        Stage("fetch") {
          Command("fetch \(input: "raw") \(output: "a")")
          Retry(3, delay: .zero)
        }
      }
    )
    root.files.write("x", to: Path("raw"))
    let files = root.files
    root.runner.script("fetch") { _ in
      files.erase(Path("raw"))
      return .exited(code: 1, script: 0)
    }
    let run = try await root.run()
    #expect(run.starts == ["fetch"])
    #expect(run.reporter.ends["fetch"] == .inputsMissing(["raw"]))
  }

  @Test func `fail-fast stops all stages that still run`() async throws {
    var root = makeRoot(Retry(1, delay: .zero, on: [.exit(75)]))
    root.options.capacity.jobs = 2
    root.options.onFailure = .stopRunning
    root.runner.script("beside") { _ in nil }
    let runner = root.runner
    root.runner.script("fetch") { _ in nil }
    let files = root.files
    let finisher = Task {
      while runner.starts.count < 2 { await Task.yield() }
      files.tick()
      runner.complete("fetch", .exited(code: 1, script: 0))
    }
    let run = try await root.run()
    await finisher.value
    #expect(runner.stops == [false])
    #expect(run.summary.failed == ["fetch"])
    #expect(run.summary.cancelled == ["beside"])
    #expect(run.reporter.ends["beside"] == .stopped)
    #expect(run.summary.signal == nil)
  }
}
