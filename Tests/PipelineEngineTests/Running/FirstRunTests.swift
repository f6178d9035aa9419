import PipelineDescription
import PipelineEngine
import PipelinePlanning
import PipelineTestSupport
import Testing

/// The first run in a root, which compares file times as Make does.
struct FirstRunTests {
  /// A fresh clone with all outputs, which are as old as the inputs.
  private func makeClone(hasSettled: Bool = true) -> TestRoot {
    let root = makeChain()
    for name in ["a.out", "b.out", "c.out", "d.out"] { root.files.write("x", to: Path(name)) }
    if hasSettled { root.files.tick() }
    return root
  }

  @Test func `a fresh clone with equal times is up to date and is recorded`() async throws {
    var root = makeClone()
    #expect(try root.stale() == [])
    let run = try await root.run()
    #expect(run.starts == [])
    #expect(run.summary.upToDate == 4)
    #expect(try root.records().histories.count == 4)
    #expect(try root.stale() == [])
  }

  @Test func `a clone written in the current tick of the disk clock is recorded as well`()
    async throws
  {
    var root = makeClone(hasSettled: false)
    // The disk clock advances only while the runner waits for it.
    root.files.setGranularity(4_000_000)
    for path in root.files.paths() { root.files.touch(path) }
    let run = try await root.run()
    #expect(run.starts == [])
    #expect(try root.records().histories.count == 4)
    #expect(try root.stale() == [])
  }

  @Test func `a newer input runs its stage, and later runs use the records`() async throws {
    var root = makeClone()
    root.files.touch(Path("raw"))
    let run = try await root.run()
    #expect(kinds(run) == ["a": ["newer raw"], "b": ["newer a.out"], "c": ["newer b.out"]])
    root.files.setModified(Path("other"), to: 1)
    #expect(kinds(try await root.run()) == ["d": ["input other"]])
  }

  @Test func `a stage without outputs runs`() async throws {
    var root = TestRoot(Pipeline("p") { Stage("a") { Script("a.sh", .input("raw")) } })
    root.files.write("x", to: Path("a.sh"))
    root.files.write("x", to: Path("raw"))
    root.files.tick()
    #expect(kinds(try await root.run()) == ["a": ["never run"]])
  }

  @Test func `a stale stage outside the selection stays stale after the first run`() async throws {
    var root = makeClone()
    root.files.touch(Path("other"))
    try await root.run(Selection(stages: ["c"]))
    #expect(try root.stale() == ["d"])
    #expect(try root.verdicts()["d"] == .run([.neverRun]))
  }

  @Test func `the first run also records a stage that waits for a selected one`() async throws {
    var root = TestRoot(
      Pipeline("p") {
        Stage("load") { Script("load.sh", .input("raw"), .output("loaded")) }
        Stage("report") {
          Upstream("load")
          Script("report.sh", .output("report"))
        }
      }
    )
    for name in ["load.sh", "report.sh", "raw", "loaded", "report"] {
      root.files.write("x", to: Path(name))
    }
    root.files.tick()
    try await root.run(Selection(stages: ["load"]))
    #expect(try root.stale() == [])
  }

  @Test func `an edit in the tick of the first run is noticed`() async throws {
    var root = makeChain()
    for name in ["a.out", "b.out", "c.out", "d.out"] { root.files.write("x", to: Path(name)) }
    try await root.run()
    root.files.write("other raw", to: Path("raw"))
    #expect(try root.verdicts()["a"] != .upToDate)
  }

  @Test func `a stage without a record in a root that has been run is stale`() async throws {
    var root = makeClone()
    try await root.run()
    root.files.write("x", to: Path("e.out"))
    root.files.write("x", to: Path("e.sh"))
    root.pipeline.stages.append(Stage("e") { Script("e.sh", .output("e.out")) })
    #expect(kinds(try await root.run()) == ["e": ["never run"]])
  }

  @Test func `a root with a log but no records is not blank`() async throws {
    var root = makeClone()
    try await root.run()
    root.files.erase(Path(".pipeline/state"))
    #expect(try root.stale() == ["a", "b", "c", "d"])
  }
}
