import PipelineDescription
import PipelineEngine
import PipelinePlanning
import PipelineTestSupport
import Testing

/// Clocks that tick coarsely, go back, or run ahead.
struct RunTimeTests {
  @Test func `an edit in the tick in which an input was stamped is noticed`() async throws {
    var root = makeChain()
    let files = root.files
    // The script reads its input first, and the user's edit follows immediately.
    root.runner.script("a") { _ in
      files.write("read", to: Path("a.out"))
      files.write("other raw", to: Path("raw"))
      return .succeeded
    }
    let run = try await root.run(Selection(stages: ["a"]))
    #expect(
      run.reporter.warnings == [.inputChangedMeanwhile(stage: "a", path: "raw", again: false)]
    )
    #expect(try root.verdicts(Selection(stages: ["a"]))["a"] != .upToDate)
  }

  @Test func `an edit of the same length in the tick of the run's end is noticed`() async throws {
    var root = makeChain()
    try await root.run()
    root.files.write("other raw", to: Path("raw"))
    #expect(try root.stale() == ["a", "b", "c"])
  }

  @Test func `an input that changes while its stage runs makes it stale`() async throws {
    var root = makeChain()
    try await root.run()
    root.files.touch(Path("raw"))
    let files = root.files
    root.runner.script("a") { _ in
      files.write("made", to: Path("a.out"))
      files.tick()
      files.write("edited meanwhile", to: Path("raw"))
      return .succeeded
    }
    let run = try await root.run()
    #expect(run.summary.isSuccess)
    #expect(
      run.reporter.warnings == [.inputChangedMeanwhile(stage: "a", path: "raw", again: false)]
    )
    #expect(run.starts == ["a", "b", "c"])
    root.runner.unscript("a")
    let next = try await root.run()
    #expect(kinds(next)["a"]?.contains("meanwhile raw") == true)
    #expect(try await root.run().starts == [])
  }

  @Test func `an input that changes and changes back while its stage runs is noticed`() async throws
  {
    var root = makeChain()
    let files = root.files
    root.runner.script("a") { _ in
      files.write("wrong raw", to: Path("raw"))
      files.write("made", to: Path("a.out"))
      files.write("first raw", to: Path("raw"))
      return .succeeded
    }
    try await root.run(Selection(stages: ["a"]))
    #expect(try root.verdicts(Selection(stages: ["a"]))["a"] != .upToDate)
  }

  @Test func `a file added to a glob while its stage runs makes it stale`() async throws {
    var root = TestRoot(
      Pipeline("p") {
        Stage("a") { Command("cat \(input: "raw/*") > \(output: "out")") }
      }
    )
    root.files.write("1", to: Path("raw/1"))
    let files = root.files
    root.runner.script("a") { _ in
      files.write("x", to: Path("out"))
      files.write("2", to: Path("raw/2"))
      return .succeeded
    }
    let run = try await root.run()
    #expect(
      run.reporter.warnings == [.inputChangedMeanwhile(stage: "a", path: "raw/2", again: false)]
    )
    #expect(try root.stale() == ["a"])
  }

  @Test func `an input from the future causes one warning and one run`() async throws {
    var root = makeChain()
    root.files.setModified(Path("raw"), to: root.files.now + 3_600_000_000_000)
    let run = try await root.run()
    #expect(run.reporter.warnings == [.futureTime(stage: "a", path: "raw")])
    #expect(run.starts == ["a", "b", "c", "d"])
    #expect(try await root.run().starts == [])
  }

  @Test func `several readers of an input from the future cause one warning`() async throws {
    var root = TestRoot(
      Pipeline("p") {
        for name in ["a", "b"] {
          Stage(name) { Command("\(name) \(input: "raw") \(output: name)") }
        }
      }
    )
    root.files.write("x", to: Path("raw"))
    root.files.setModified(Path("raw"), to: root.files.now + 3_600_000_000_000)
    let run = try await root.run()
    #expect(run.reporter.warnings == [.futureTime(stage: "a", path: "raw")])
    #expect(run.starts == ["a", "b"])
  }

  @Test func `the runner waits for a coarse clock`() async throws {
    var root = makeChain()
    root.files.setModified(Path("raw"), to: root.files.now + 1_999_999_999)
    let run = try await root.run()
    #expect(run.reporter.warnings == [])
    #expect(try root.stale() == [])
  }

  @Test func `an output with an old time is up to date`() async throws {
    var root = makeChain()
    let files = root.files
    root.runner.script("a") { _ in
      files.write("unpacked", to: Path("a.out"), modified: 978_307_200_000_000_000)
      return .succeeded
    }
    try await root.run()
    #expect(try await root.run().starts == [])
  }
}
