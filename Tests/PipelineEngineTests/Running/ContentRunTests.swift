import PipelineDescription
import PipelineEngine
import PipelinePlanning
import PipelineTestSupport
import Testing

/// Runs of stages that compare file contents.
struct ContentRunTests {
  private func makeChain(_ staleness: Staleness? = .content) -> TestRoot {
    let root = TestRoot(
      Pipeline("chain") {
        if let staleness { Staleness(staleness) }
        Stage("a") {
          Script("a.sh", .input("raw"), .output("a.out"))
        }
        Stage("b") {
          Script("b.sh", .input("a.out"), .output("b.out"))
        }
      }
    )
    for name in ["a.sh", "b.sh", "raw"] { root.files.write("\(name) 1", to: Path(name)) }
    root.files.tick()
    return root
  }

  private func touchAll(_ root: TestRoot) {
    root.files.tick(5_000_000_000)
    for path in root.files.paths() where !path.isInside(Path(".pipeline")) {
      root.files.touch(path)
    }
    root.files.tick()
  }

  @Test func `a touched file is read once and runs no stage`() async throws {
    var root = makeChain()
    try await root.run()
    touchAll(root)
    let before = root.files.digested.count
    #expect(try root.stale() == [])
    #expect(try await root.run().starts == [])
    // The dry run cannot write records, so both it and the run read the files.
    #expect(root.files.digested.count == before + 10)
    #expect(try await root.run().starts == [])
    #expect(try root.stale() == [])
    #expect(root.files.digested.count == before + 10)
  }

  @Test func `other bytes of the same size are a change`() async throws {
    var root = makeChain()
    try await root.run()
    root.files.tick()
    root.files.write("raw 2", to: Path("raw"))
    #expect(try root.stale() == ["a", "b"])
    let run = try await root.run()
    #expect(run.starts == ["a", "b"])
    #expect(try root.stale() == [])
  }

  @Test func `a file changed and changed back runs no stage`() async throws {
    var root = makeChain()
    try await root.run()
    root.files.tick()
    root.files.write("raw 2", to: Path("raw"))
    root.files.tick()
    root.files.write("raw 1", to: Path("raw"))
    root.files.tick()
    #expect(try root.stale() == [])
    #expect(try await root.run().starts == [])
  }

  @Test func `an identical new output does not run its readers`() async throws {
    var root = makeChain()
    try await root.run()
    root.files.tick()
    root.files.write("a.sh 2", to: Path("a.sh"))
    let files = root.files
    let old = files.text(of: Path("a.out")) ?? ""
    root.runner.script("a") { _ in
      files.tick()
      files.write(old, to: Path("a.out"))
      return .succeeded
    }
    let run = try await root.run()
    #expect(run.starts == ["a"])
    #expect(run.summary.upToDate == 1)
    let ends = run.reporter.events.compactMap { event in
      if case .stageFinished(let summary) = event { summary.leftOutputs } else { nil }
    }
    #expect(ends == [true])
    #expect(try root.stale() == [])
    #expect(try await root.run().starts == [])
  }

  @Test func `with file times, a touched file runs its readers`() async throws {
    var root = makeChain(nil)
    try await root.run()
    touchAll(root)
    #expect(try root.stale() == ["a", "b"])
    #expect(root.files.digested.isEmpty)
  }

  @Test func `a pipeline that switches to content reads all files once`() async throws {
    var root = makeChain(nil)
    try await root.run()
    root.pipeline.staleness = .content
    root.files.tick()
    #expect(try await root.run().starts == [])
    #expect(root.files.digested.count == 5)
    touchAll(root)
    #expect(try root.stale() == [])
    #expect(try await root.run().starts == [])
  }

  @Test func `the first run in a root records the contents of its files`() async throws {
    var root = makeChain()
    for name in ["a.out", "b.out"] {
      root.files.tick()
      root.files.write(name, to: Path(name))
    }
    root.files.tick()
    #expect(try await root.run().starts == [])
    touchAll(root)
    #expect(try root.stale() == [])
  }

  @Test func `an input changed during the run makes its stage stale immediately`() async throws {
    var root = makeChain()
    let files = root.files
    root.runner.script("a") { _ in
      files.tick()
      files.write("raw 2", to: Path("raw"))
      files.write("a", to: Path("a.out"))
      return .succeeded
    }
    let run = try await root.run()
    #expect(run.summary.isSuccess)
    root.runner.unscript("a")
    #expect(try root.stale().contains("a"))
  }

  @Test func `an input changed and changed back during the run counts as changed`() async throws {
    var root = makeChain()
    let files = root.files
    root.runner.script("a") { _ in
      files.tick()
      files.write("raw 2", to: Path("raw"))
      files.write("made of raw 2", to: Path("a.out"))
      files.tick()
      files.write("raw 1", to: Path("raw"))
      return .succeeded
    }
    _ = try await root.run()
    root.runner.unscript("a")
    #expect(try root.stale().contains("a"))
  }

  @Test func `a file that cannot be read counts as changed`() async throws {
    var root = makeChain()
    try await root.run()
    touchAll(root)
    root.files.obstructReading(of: Path("raw"), with: 13)
    #expect(try root.stale() == ["a", "b"])
    root.files.obstructReading(of: Path("raw"), with: nil)
    #expect(try root.stale() == [])
  }

  @Test func `one stage may compare contents and another file times`() async throws {
    var root = makeChain(nil)
    root.pipeline.stages[1].staleness = .content
    try await root.run()
    touchAll(root)
    let run = try await root.run()
    // `a` writes equal bytes with new stamps: `b` reads them and stays up to date.
    #expect(run.starts == ["a"])
    #expect(try root.stale() == [])
  }
}
