import PipelineDescription
import PipelineEngine
import PipelinePlanning
import PipelineSystem
import PipelineTestSupport
import Testing

/// The checks of a plan before any stage starts.
struct StartCheckTests {
  private func root(@StageBuilder _ content: () -> StageContent) -> TestRoot {
    TestRoot(Pipeline("p", line: 1) { Stage("a", line: 2, content) })
  }

  @Test func `one check lists all three levels of problems`() throws {
    let root = root {
      External(folder: "none", line: 3)
      External(file: "none.csv", line: 4)
      External(program: "frobnicate", line: 5)
      External(program: "sh", line: 6)
      External(variable: "TOKEN", line: 7)
      External(variable: "HOME", line: 8)
      Script("a.sh", .input("raw", line: 9), line: 9)
      Inputs("data/*.csv", line: 10)
      Inputs("folder/", line: 11)
    }
    var other = root
    other.environment = ["HOME": ""]
    #expect(
      try other.obstacles(programs: ["sh"]) == [
        .externalFolder(stage: "a", path: "none", .missing, place: Place(#fileID, 3)),
        .externalFile(stage: "a", path: "none.csv", .missing, place: Place(#fileID, 4)),
        .externalProgram(stage: "a", name: "frobnicate", place: Place(#fileID, 5)),
        .externalVariable(stage: "a", name: "TOKEN", place: Place(#fileID, 7)),
        .script(stage: "a", path: "a.sh", .missing, nearest: nil, place: Place(#fileID, 9)),
        .input(stage: "a", path: "raw", .missing, nearest: nil, place: Place(#fileID, 9)),
        .emptyGlob(stage: "a", pattern: "data/*.csv", nearest: nil, place: Place(#fileID, 10)),
        .input(stage: "a", path: "folder/", .missing, nearest: nil, place: Place(#fileID, 11)),
      ]
    )
  }

  @Test func `the check reports inputs that are unreadable or of the wrong kind`() throws {
    let root = root {
      External(folder: "file", line: 3)
      External(file: "folder", line: 4)
      Script("folder", .input("fifo", line: 5), line: 5)
      Inputs("folder", "file/", "secret", line: 6)
    }
    root.files.write("x", to: Path("file"))
    root.files.folder(Path("folder"))
    root.files.special(Path("fifo"))
    root.files.obstruct(Path("secret"), with: 13)
    #expect(
      try root.obstacles() == [
        .externalFolder(stage: "a", path: "file", .isFile, place: Place(#fileID, 3)),
        .externalFile(stage: "a", path: "folder", .isFolder, place: Place(#fileID, 4)),
        .script(stage: "a", path: "folder", .isFolder, nearest: nil, place: Place(#fileID, 5)),
        .input(stage: "a", path: "fifo", .isSpecial, nearest: nil, place: Place(#fileID, 5)),
        .input(stage: "a", path: "folder", .isFolder, nearest: nil, place: Place(#fileID, 6)),
        .input(stage: "a", path: "file/", .isFile, nearest: nil, place: Place(#fileID, 6)),
        .input(
          stage: "a",
          path: "secret",
          .unreadable(SystemFault(13)),
          nearest: nil,
          place: Place(#fileID, 6)
        ),
      ]
    )
  }

  @Test func `a glob whose folder is a file matches nothing`() throws {
    let root = root {
      Command("true")
      Inputs("data.csv/*", line: 3)
    }
    root.files.write("x", to: Path("data.csv"))
    #expect(
      try root.obstacles() == [
        .emptyGlob(
          stage: "a",
          pattern: "data.csv/*",
          nearest: nil,
          place: Place(#fileID, 3)
        )
      ]
    )
  }

  @Test func `a missing input suggests the nearest file or output`() throws {
    let root = TestRoot(
      Pipeline("p") {
        for year in [2024, 2025] {
          Stage("clean-\(year)") { Command("make \(output: "data/clean/\(year).csv")") }
        }
        Stage("plot") {
          Command("plot")
          Inputs("data/clean/2026.csv", "raw/seasons.csv", line: 9)
        }
      }
    )
    root.files.write("x", to: Path("raw/season.csv"))
    #expect(
      try root.obstacles() == [
        .input(
          stage: "plot",
          path: "data/clean/2026.csv",
          .missing,
          nearest: Obstacle.Nearest(path: "data/clean/2025.csv", maker: "clean-2025"),
          place: Place(#fileID, 9)
        ),
        .input(
          stage: "plot",
          path: "raw/seasons.csv",
          .missing,
          nearest: Obstacle.Nearest(path: "raw/season.csv", maker: nil),
          place: Place(#fileID, 9)
        ),
      ]
    )
  }

  @Test func `the output of a planned stage counts as present`() throws {
    let root = TestRoot(
      Pipeline("p") {
        Stage("make") { Command("make \(output: "x.sh") \(output: "x.csv") \(output: "parts/")") }
        Stage("use") {
          Script("x.sh", .input("x.csv"))
          Inputs("parts/*.csv")
        }
      }
    )
    #expect(try root.obstacles() == [])
    #expect(
      try root.obstacles(Selection(stages: ["use"])).first
        == .upstreamNotRun(stage: "use", upstream: "make", why: .outputMissing("x.sh"))
    )
  }

  @Test func `the check skips up-to-date stages`() async throws {
    var root = makeChain()
    try await root.run()
    root.files.erase(Path("c.out"))
    root.pipeline.stages[0].externals = [External(variable: "TOKEN", line: 1)]
    #expect(try root.obstacles() == [])
    root.files.touch(Path("raw"))
    #expect(
      try root.obstacles() == [
        .externalVariable(stage: "a", name: "TOKEN", place: Place(#fileID, 1))
      ]
    )
  }

  @Test func `an upstream stage outside the selection must have run`() async throws {
    var root = makeChain()
    let selection = Selection(stages: ["c"])
    #expect(
      try root.obstacles(selection) == [
        .upstreamNotRun(stage: "c", upstream: "b", why: .outputMissing("b.out"))
      ]
    )
    // An existing file is enough if there is no record.
    root.files.write("by hand", to: Path("b.out"))
    #expect(try root.obstacles(selection) == [])
    root.files.erase(Path("b.out"))
    root.runner.script("b") { _ in .exited(code: 1, script: 0) }
    try await root.run()
    root.files.write("half", to: Path("b.out"))
    #expect(
      try root.obstacles(selection) == [.upstreamNotRun(stage: "c", upstream: "b", why: .failed)]
    )
    var store = try RecordStore(opening: RecordFile(reading: root.files), in: root.files)
    try store.begin("b", run: "crashed")
    #expect(
      try root.obstacles(selection) == [
        .upstreamNotRun(stage: "c", upstream: "b", why: .interrupted)
      ]
    )
  }

  @Test func `an upstream stage without outputs and without a record has never run`() throws {
    let root = TestRoot(
      Pipeline("p") {
        Stage("load") { Command("load") }
        Stage("report") {
          Upstream("load")
          Command("report \(output: "r")")
        }
      }
    )
    #expect(
      try root.obstacles(Selection(stages: ["report"])) == [
        .upstreamNotRun(stage: "report", upstream: "load", why: .neverRun)
      ]
    )
  }

  @Test func `a stale upstream stage outside the selection is a warning`() async throws {
    var root = makeChain()
    try await root.run()
    root.files.touch(Path("a.sh"))
    root.files.touch(Path("c.sh"))
    let selection = Selection(stages: ["c"])
    let plan = try root.plan(selection)
    var check = StartCheck(
      workspace: try root.workspace(),
      records: try root.records(),
      plan: plan,
      findProgram: { _, _ in true }
    )
    #expect(check.obstacles() == [])
    // `b` may run after `a`; the warning names only stages that are certainly stale.
    #expect(check.staleUpstream() == [])
    root.files.touch(Path("b.sh"))
    var second = StartCheck(
      workspace: try root.workspace(),
      records: try root.records(),
      plan: plan,
      findProgram: { _, _ in true }
    )
    guard case .upstreamStale("c", "b", let reason, []) = second.staleUpstream().first else {
      Issue.record("no warning")
      return
    }
    #expect(kind(of: reason) == "script b.sh")
  }

  @Test func `forcing is a reason only if there is no other reason`() async throws {
    var root = TestRoot(
      Pipeline("p") {
        Stage("load") { Command("load \(output: "l")") }
        Stage("report") {
          Upstream("load")
          Command("report \(output: "r")")
        }
      }
    )
    try await root.run()
    root.options.isForced = true
    #expect(
      try root.verdicts() == ["load": .run([.forced]), "report": .run([.upstreamRanAgain("load")])]
    )
  }
}
