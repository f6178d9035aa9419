import PipelineDescription
import PipelineEngine
import PipelinePlanning
import PipelineTestSupport
import Testing

/// Accepting stages as up to date without running them, on the virtual disk.
struct AcceptorTests {
  private func record(of stage: String, in root: TestRoot) throws -> Record {
    try #require(try root.records().histories[stage]?.record)
  }

  @Test func `an accepted stage is up to date and keeps its run and duration`() async throws {
    var root = makeChain()
    try await root.run()
    let before = try record(of: "a", in: root)
    root.files.write("a comment", to: Path("a.sh"))
    #expect(try root.stale() == ["a", "b", "c"])
    #expect(try root.accept("a").faults == [])
    #expect(try root.stale() == [])
    let after = try record(of: "a", in: root)
    #expect(after.acceptance == Acceptance(time: 1, reason: "comment only"))
    #expect(after.run == before.run && after.duration == before.duration)
    #expect(after.duration != nil && after.changedMeanwhile == [])
    #expect(try await root.run().starts == [])
  }

  @Test func `an edit long after the last run is not from the future`() async throws {
    var root = makeChain()
    try await root.run()
    root.files.tick(10_000_000_000)
    root.files.write("a comment", to: Path("a.sh"))
    #expect(try root.accept("a").warnings == [])
    root.files.setModified(Path("a.sh"), to: root.files.now + 60_000_000_000)
    #expect(try root.accept("a").warnings == [.futureTime(stage: "a", path: "a.sh")])
  }

  @Test func `accepting an edited output makes its readers stale`() async throws {
    var root = makeChain()
    try await root.run()
    root.files.write("by hand", to: Path("a.out"))
    #expect(try root.accept("a").stale == ["b", "c"])
    #expect(try await root.run().starts == ["b", "c"])
    #expect(root.files.text(of: Path("a.out")) == "by hand")
  }

  @Test func `a change in the clock tick of the acceptance is noticed`() async throws {
    var root = makeChain()
    try await root.run()
    // No clock advances by itself here, so the acceptor must wait for it.
    root.files.write("a comment", to: Path("a.sh"))
    root.files.write("an output", to: Path("a.out"))
    try root.accept("a")
    root.files.write("a commenT", to: Path("a.sh"))
    #expect(try root.verdicts()["a"] != .upToDate)
    try root.accept("a")
    #expect(try root.verdicts()["a"] == .upToDate)
    root.files.write("an outpuT", to: Path("a.out"))
    #expect(try root.verdicts()["a"] != .upToDate)
  }

  @Test func `accept writes nothing if one stage cannot be accepted or all are up to date`()
    async throws
  {
    var root = makeChain()
    try await root.run()
    let writes = root.files.writeCount
    #expect(try root.accept("a", "b").faults == [])
    root.files.write("a comment", to: Path("a.sh"))
    root.files.erase(Path("c.out"))
    #expect(try root.accept("a", "c").faults == [.output(stage: "c", path: "c.out", .missing)])
    #expect(root.files.writeCount == writes)
  }

  @Test func `a failed attempt is not accepted`() async throws {
    var root = makeChain()
    root.runner.script("b") { _ in .exited(code: 2, script: 0) }
    try await root.run()
    root.files.write("half", to: Path("b.out"))
    let faults = try root.accept("b").faults
    #expect(faults == [.attemptFailed(stage: "b", .exited(code: 2, script: 0))])
  }

  @Test func `accepting a stage leaves dependents by name up to date`() async throws {
    var root = TestRoot(
      Pipeline("p") {
        Stage("a") { Script("a.sh", .input("raw"), .output("a.out")) }
        Stage("b") {
          Upstream("a")
          Script("b.sh", .output("b.out"))
        }
      }
    )
    for name in ["a.sh", "b.sh", "raw"] { root.files.write("first", to: Path(name)) }
    try await root.run()
    root.files.write("second", to: Path("raw"))
    #expect(try root.stale() == ["a", "b"])
    #expect(try root.accept("a").stale == [])
    #expect(try root.stale() == [])
  }

  @Test func `accept takes several stages that never ran in this root`() async throws {
    var root = TestRoot(
      Pipeline("p") {
        Stage("a") { Script("a.sh", .output("a.out")) }
        Stage("b") {
          Upstream("a")
          Script("b.sh", .output("b.out"))
        }
        Stage("other") { Script("a.sh", .input("raw"), .output("o")) }
      }
    )
    for name in ["a.sh", "raw"] { root.files.write("1", to: Path(name)) }
    try await root.run(Selection(stages: ["other"]))
    for name in ["b.sh", "a.out", "b.out"] { root.files.write("1", to: Path(name)) }
    #expect(try root.accept("*").faults == [])
    #expect(try root.verdicts().filter { $0.value != .upToDate } == [:])
    #expect(try record(of: "b", in: root).upstream == ["a": record(of: "a", in: root).run])
  }

  @Test func `accept in a new root keeps up-to-date stages up to date`() throws {
    var root = makeChain()
    for name in ["a.out", "b.out", "c.out", "d.out"] {
      root.files.tick()
      root.files.write("made before", to: Path(name))
    }
    root.files.tick()
    root.files.touch(Path("a.sh"))
    #expect(try root.stale() == ["a", "b", "c"])
    try root.accept("a")
    #expect(try root.stale() == [])
  }

  @Test func `accept in a new root keeps stages up to date in the current clock tick as well`()
    throws
  {
    var root = makeChain()
    for name in ["a.out", "b.out", "c.out", "d.out"] { root.files.write("x", to: Path(name)) }
    root.files.tick()
    root.files.touch(Path("a.sh"))
    root.files.tick(10_000_000)
    root.files.setGranularity(4_000_000)
    root.files.touch(Path("d.out"))
    root.files.touch(Path("other"))
    try root.accept("a")
    #expect(try root.stale() == [])
  }

  @Test func `a full disk is an error and leaves the stage unchanged`() async throws {
    var root = makeChain()
    try await root.run()
    root.files.write("a comment", to: Path("a.sh"))
    root.files.failWrites(at: 3)
    #expect(throws: SystemFault.self) { try root.accept("a") }
    root.files.healWrites()
    #expect(try root.stale() == ["a", "b", "c"])
  }
}
