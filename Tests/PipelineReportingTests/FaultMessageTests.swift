import PipelineDescription
import PipelineReporting
import RecordedTexts
import Testing

@testable import PipelinePlanning

/// The words of every fault of a manifest and of every obstacle.
struct FaultMessageTests {
  typealias Link = GraphFault.CycleLink

  static let faults: [GraphFault] = [
    .noStages(place: Place(3)),
    .badStageName("my stage", place: Place(3)),
    .badStageName("", place: Place()),
    .duplicateStage("a", place: Place(9), other: "a", otherPlace: Place(3)),
    .duplicateStage("A", place: Place(9), other: "a", otherPlace: Place(3)),
    .noSteps(stage: "a", place: Place(3)),
    .emptyStep(stage: "a", place: Place(3)),
    .badTimeout(stage: "a", seconds: -5, place: Place(3)),
    .badVariable(stage: nil, name: "A=B", place: Place(3)),
    .duplicateVariable(stage: "a", name: "REGION", place: Place(3)),
    .emptyPath(stage: "a", place: Place(3)),
    .nulByte(stage: "a", place: Place(3)),
    .unknownUpstream(stage: "plot", name: "fecth", nearest: "fetch", place: Place(3)),
    .unknownUpstream(stage: "plot", name: "x", nearest: nil, place: Place(3)),
    .cycle([
      Link(stage: "a", place: Place(3), file: "data/b"),
      Link(stage: "b", place: Place(7), file: nil),
      Link(stage: "c", place: Place(9), file: "data/a"),
    ]),
    .cycle([Link(stage: "a", place: Place(3), file: nil)]),
    .outputIsGlob(stage: "a", path: "out/*", place: Place(3)),
    .outputIsGlob(stage: "a", path: "virus-[Puerto_Rico].json", place: Place(3)),
    .badShell(stage: nil, words: ["bash"], place: Place(3)),
    .quoting(
      QuotingFault(
        value: .parameter("title"),
        cause: .singleQuotes,
        line: "echo 'title: ",
        place: Place(3)
      ),
      stage: "a"
    ),
    .quoting(
      QuotingFault(value: .parameter("n"), cause: .unsure, line: "echo ${x:-", place: Place(3)),
      stage: "a"
    ),
    .quoting(
      QuotingFault(value: .path("d/*.csv"), cause: .doubleQuotes, line: "cat \"", place: Place(3)),
      stage: "a"
    ),
    .outputOutsideRoot(stage: "a", path: "../x", place: Place(3)),
    .outputIsRoot(stage: "a", path: "./", place: Place(3)),
    .outputIsManifest(stage: "a", path: "Pipeline.swift", place: Place(3)),
    .outputInState(stage: "a", path: ".pipeline/x", place: Place(3)),
    .outputIsInput(stage: "a", path: "x", place: Place(3), inputPlace: Place(2)),
    .outputIsScript(stage: "a", path: "s/", script: "s/x.py", place: Place(3)),
    .duplicateOutput(
      path: "./x",
      stage: "b",
      place: Place(9),
      other: GraphFault.DeclaredOutput(path: "x", stage: "a", place: Place(3))
    ),
    .duplicateOutput(
      path: "x",
      stage: "a",
      place: Place(9),
      other: GraphFault.DeclaredOutput(path: "x", stage: "a", place: Place(3))
    ),
    .outputInsideOutput(
      path: "out/x",
      stage: "b",
      place: Place(9),
      folder: GraphFault.DeclaredOutput(path: "out/", stage: "a", place: Place(3))
    ),
    .outputInsideOutput(
      path: "out/x",
      stage: "a",
      place: Place(9),
      folder: GraphFault.DeclaredOutput(path: "out/", stage: "a", place: Place(3))
    ),
    .recursiveGlobInCommand(stage: "a", path: "raw/**/*.csv", place: Place(3)),
  ]

  @Test func `faults of a pipeline`() {
    expectRecorded(Self.faults.map { $0.message(manifest: "Pipeline.swift") })
  }

  @Test func `a very long cycle is shortened`() {
    let links = (1...1000).map { Link(stage: "s\($0)", place: Place($0), file: "f\($0)") }
    expectRecorded([GraphFault.cycle(links).message(manifest: "P")])
  }

  @Test func `faults are listed in the order of their lines`() {
    let faults = GraphFaults([
      .noSteps(stage: "b", place: Place(9)), .emptyPath(stage: "a", place: Place(3)),
    ])
    let messages = faults.faults.map { $0.message(manifest: "Pipeline.swift") }
    expectRecorded(MessageList(messages).text())
  }

  static let denied = Obstacle.Trouble.unreadable(
    SystemFault(number: 13, words: "Permission denied")
  )

  static let obstacles: [Obstacle] = [
    .input(
      stage: "plot",
      path: "data/clean/2026.csv",
      .missing,
      nearest: Obstacle.Nearest(path: "data/clean/2025.csv", maker: "clean-2025"),
      place: Place(31)
    ),
    .input(stage: "plot", path: "data/", .missing, nearest: nil, place: Place(31)),
    .input(stage: "plot", path: "data", .isFolder, nearest: nil, place: Place(31)),
    .input(stage: "plot", path: "data/", .isFile, nearest: nil, place: Place(31)),
    .input(stage: "plot", path: "pipe", .isSpecial, nearest: nil, place: Place(31)),
    .input(stage: "plot", path: "a b", denied, nearest: nil, place: Place(31)),
    .emptyGlob(stage: "plot", pattern: "raw/*.csv", nearest: nil, place: Place(31)),
    .script(
      stage: "plot",
      path: "stages/plto.py",
      .missing,
      nearest: Obstacle.Nearest(path: "stages/plot.py", maker: nil),
      place: Place(31)
    ),
    .script(stage: "plot", path: "stages", .isFolder, nearest: nil, place: Place(31)),
    .externalFolder(stage: "plot", path: "/mnt/x", .missing, place: Place(31)),
    .externalFolder(stage: "plot", path: "/mnt/x", .isFile, place: Place(31)),
    .externalFile(stage: "plot", path: "/mnt/x", .isFolder, place: Place(31)),
    .externalProgram(stage: "plot", name: "convert", place: Place(31)),
    .externalVariable(stage: "plot", name: "TOKEN", place: Place(31)),
    .upstreamNotRun(stage: "plot", upstream: "fetch", why: .neverRun),
    .upstreamNotRun(stage: "plot", upstream: "fetch", why: .failed),
    .upstreamNotRun(stage: "plot", upstream: "fetch", why: .interrupted),
    .upstreamNotRun(stage: "plot", upstream: "fetch", why: .outputMissing("data/a")),
  ]

  @Test func `obstacles to a run`() {
    expectRecorded(Self.obstacles.map { $0.message(manifest: "Pipeline.swift") })
  }

  static let selections: [SelectionFault] = [
    .unknownStage("analisys", nearest: "analysis", stages: ["fetch", "analysis"]),
    .unknownTarget("x", nearest: nil, stages: (1...20).map { "s\($0)" }),
    .outputNotStage("results/report.md", maker: "report"),
    .noStageMatches(glob: "clean-*"),
    .nothingMatches(glob: "plots/*.png"),
    .nothingInCommon,
  ]

  @Test func `faults of a selection`() {
    expectRecorded(Self.selections.map(\.message))
  }
}
