import PipelineDescription
import PipelineEngine
import PipelineTestSupport
import Testing

@testable import PipelinePlanning

/// Scripts that fail, are stopped, or write no outputs.
struct RunFailureTests {
  @Test func `after a failure no new stage starts`() async throws {
    var root = makeChain()
    root.runner.script("a") { _ in .exited(code: 2, script: 0) }
    let run = try await root.run()
    #expect(run.starts == ["a"])
    #expect(run.summary.failed == ["a"])
    #expect(run.summary.blocked == ["b", "c"])
    #expect(run.summary.cancelled == ["d"])
    #expect(!run.summary.isSuccess)
    #expect(run.reporter.tails.keys.sorted() == ["a"])
  }

  @Test func `keep-going blocks only the dependents of a failed stage`() async throws {
    var root = makeChain()
    root.options.onFailure = .keepGoing
    root.runner.script("b") { _ in .signaled(signal: 9, script: 0) }
    let run = try await root.run()
    #expect(run.starts == ["a", "b", "d"])
    #expect(run.summary.failed == ["b"])
    #expect(run.summary.blocked == ["c"])
    #expect(run.summary.cancelled == [])
    #expect(run.reporter.events.contains(.stageBlocked(stage: "c", by: ["b"])))
  }

  @Test func `a failed stage runs again, and its outputs are not trusted`() async throws {
    var root = makeChain()
    let files = root.files
    root.runner.script("a") { _ in
      files.write("half", to: Path("a.out"))
      return .exited(code: 1, script: 0)
    }
    try await root.run()
    #expect(try root.verdicts()["a"] == .run([.lastAttemptFailed(.exited(code: 1, script: 0))]))
    #expect(
      try root.obstacles(Selection(stages: ["b"])).contains(
        .upstreamNotRun(stage: "b", upstream: "a", why: .failed)
      )
    )
    root.runner.unscript("a")
    #expect(try await root.run().starts == ["a", "b", "c", "d"])
  }

  @Test func `a failure after a success keeps the record for comparison`() async throws {
    var root = makeChain()
    try await root.run()
    root.files.touch(Path("raw"))
    root.runner.script("a") { _ in .exited(code: 1, script: 0) }
    try await root.run()
    guard case .run(let reasons) = try root.verdicts()["a"] else {
      Issue.record("up to date after a failure")
      return
    }
    #expect(reasons.map(kind) == ["failed", "input raw"])
  }

  @Test func `success with an output missing is a failure that names it`() async throws {
    var root = TestRoot(
      Pipeline("p") { Stage("a") { Command("make \(output: "o1") \(output: "o2")") } }
    )
    let files = root.files
    root.runner.script("a") { _ in
      files.write("1", to: Path("o1"))
      return .succeeded
    }
    let run = try await root.run()
    #expect(run.reporter.ends == ["a": .outputsMissing(["o2"])])
    #expect(run.summary.failed == ["a"])
    #expect(try root.stale() == ["a"])
  }

  @Test func `an unreadable output is not reported as missing`() async throws {
    var root = TestRoot(Pipeline("p") { Stage("a") { Command("make \(output: "o")") } })
    root.files.obstruct(Path("o"), with: 5)
    let run = try await root.run()
    guard case .systemFailed(let fault, "o") = run.reporter.ends["a"] else {
      Issue.record("\(run.reporter.ends)")
      return
    }
    #expect(fault.number == 5)
  }

  @Test func `a stop cancels waiting and running stages`() async throws {
    var root = makeChain()
    let control = root.control
    root.runner.script("a") { _ in
      control.current?.stop(by: 2)
      return nil
    }
    let run = try await root.run()
    #expect(run.summary.signal == 2)
    #expect(run.summary.cancelled.sorted() == ["a", "b", "c", "d"])
    #expect(root.runner.stops == [false])
    #expect(try root.verdicts()["a"] == .run([.lastAttemptInterrupted]))
  }

  @Test func `a second stop kills all scripts immediately`() async throws {
    var root = makeChain()
    let control = root.control
    root.runner.resistFirstStop()
    root.runner.script("a") { _ in
      control.current?.stop(by: 2)
      control.current?.stop(by: 2)
      return nil
    }
    let run = try await root.run()
    #expect(root.runner.stops == [false, true])
    #expect(run.summary.signal == 2)
  }

  @Test func `a stage that succeeds despite a stop is recorded`() async throws {
    var root = makeChain()
    let control = root.control
    let files = root.files
    root.runner.resistFirstStop()
    root.runner.script("a") { _ in
      control.current?.stop(by: 15)
      files.write("made", to: Path("a.out"))
      return .succeeded
    }
    let run = try await root.run()
    #expect(run.starts.first == "a")
    #expect(run.summary.signal == 15)
    #expect(try root.verdicts()["a"] == .upToDate)
  }

  @Test func `an unfinished attempt makes its stage stale`() async throws {
    var root = makeChain()
    try await root.run()
    var store = try RecordStore(opening: RecordFile(reading: root.files), in: root.files)
    try store.begin("b", run: "run-9")
    guard case .run(let reasons) = try root.verdicts()["b"] else {
      Issue.record("trusted after a crash")
      return
    }
    #expect(reasons == [.lastAttemptInterrupted])
    #expect(
      try root.obstacles(Selection(stages: ["c"])) == []
    )
    #expect(try await root.run().starts.first == "b")
  }

  @Test func `a stage fails before it starts if its folder cannot be created`() async throws {
    var root = TestRoot(Pipeline("p") { Stage("a") { Command("make \(output: "x/o")") } })
    root.files.write("in the way", to: Path("x"))
    let run = try await root.run()
    #expect(run.starts == [])
    guard case .systemFailed(let fault, "x") = run.reporter.ends["a"] else {
      Issue.record("\(run.reporter.ends)")
      return
    }
    #expect(fault.number == 20)
    #expect(try root.stale() == ["a"])
  }

  /// Each write of a small run fails in turn, once or permanently.
  @Test(arguments: [1, .max])
  func `a write error ends the run as failed and records nothing false`(times: Int) async throws {
    var failures = 0
    for position in 1...60 {
      var root = makeChain()
      root.options.capacity.jobs = 2
      try await root.run()
      for name in ["raw", "other"] { root.files.write("second", to: Path(name)) }
      root.files.failWrites(at: position, times: times)
      let before = root.files.writeCount
      let failed: FinishedRun?
      do {
        failed = try await root.run()
      } catch is SystemFault {
        // The log or the records could not even be opened.
        failed = nil
      }
      let wasHit = (failed?.writeCount ?? root.files.writeCount) >= before + position
      if wasHit { failures += 1 }
      if let failed { #expect(failed.summary.isSuccess == !wasHit, "write \(position)") }
      root.files.healWrites()
      try await root.run()
      #expect(try root.stale() == [], "write \(position)")
      let clean = makeChain()
      for name in ["raw", "other"] { clean.files.write("second", to: Path(name)) }
      var again = clean
      try await again.run()
      for name in ["a.out", "b.out", "c.out", "d.out"] {
        #expect(
          root.files.text(of: Path(name)) == again.files.text(of: Path(name)),
          "write \(position), \(name)"
        )
      }
      if !wasHit { break }
    }
    #expect(failures > 10)
  }

  @Test func `a record that cannot be written does not shift later ones`() async throws {
    let files = VirtualFileSystem()
    var store = try RecordStore(opening: RecordFile(reading: files), in: files)
    func record(_ name: String) -> Record {
      let file = ObservedFile(Path(name), .present(Stamp(size: 1, modified: 1)))
      return Record(
        run: "r",
        recipe: Recipe(steps: [], variables: [], inputs: [name], outputs: []),
        scripts: [],
        inputs: [FileSet(pattern: name, files: [file])],
        outputs: [],
        upstream: [:]
      )
    }
    files.failWrites(at: 1, times: 1)
    #expect(throws: SystemFault.self) { try store.succeed("a", record: record("a")) }
    for name in ["b", "c", "d"] { try store.succeed(name, record: record(name)) }
    let records = try RecordFile(reading: files).records
    #expect(records.damaged == 0)
    for name in ["b", "c", "d"] {
      #expect(records.histories[name]?.record == record(name))
    }
  }
}
