import PipelineDescription
import PipelineTestSupport
import Testing

@testable import PipelinePlanning

/// The faults that prevent a stage from being marked as up to date.
struct AcceptanceCheckTests {
  private let node: Graph.Node
  private static let file = FileState.present(Stamp(size: 1, modified: 1))
  private static let folder = FileState.present(Stamp(kind: .folder, size: 0, modified: 0))

  init() throws {
    let graph = try Graph(
      Pipeline("p") {
        Stage("a") {
          Script("a.sh", .input("in"), .input("raw/*.csv"), .output("out"), .output("plots/"))
          // Two scripts may write the same file.
          Command("x >> \(output: "out")")
        }
      },
      resolver: PathResolver(root: "/srv", home: nil),
      manifest: Path("Pipeline.swift"),
      realPath: { $0 }
    )
    node = graph.nodes[0]
  }

  private func faults(
    _ states: [String: FileState] = [:],
    matches: [String] = ["raw/1.csv"],
    _ lastAttempt: StageHistory.LastAttempt? = .succeeded
  ) -> [AcceptanceFault] {
    func seen(_ path: String, _ usual: FileState = Self.file) -> ObservedFile {
      ObservedFile(Path(path), states[path] ?? usual)
    }
    let now = Observation(
      recipe: Recipe(steps: [], variables: [], inputs: ["in"], outputs: ["out"]),
      scripts: [seen("a.sh")],
      inputs: [
        FileSet(pattern: "in", files: [seen("in")]),
        FileSet(pattern: "raw/*.csv", files: matches.map { seen($0) }),
      ],
      outputs: [
        FileSet(pattern: "out", files: [seen("out")]),
        FileSet(
          pattern: "plots/",
          files: states["plots"].map { [ObservedFile(Path("plots"), $0)] } ?? [seen("plots/1")]
        ),
      ],
      upstream: [:]
    )
    let history = lastAttempt.map { StageHistory(lastAttempt: $0, record: nil) }
    return AcceptanceCheck(node, now, history: history).faults
  }

  @Test func `a stage with all files is acceptable, even if it never ran here`() {
    #expect(faults() == [])
    #expect(faults([:], nil) == [])
  }

  @Test func `a stage whose last attempt failed or was interrupted is not acceptable`() {
    let failed = AttemptEnd.exited(code: 2, script: 0)
    #expect(faults([:], .failed(failed)) == [.attemptFailed(stage: "a", failed)])
    #expect(faults([:], .failed(.stopped)) == [.attemptInterrupted(stage: "a")])
    #expect(faults([:], .started(run: "R")) == [.attemptInterrupted(stage: "a")])
  }

  @Test func `the check reports all missing files and wrong file kinds together`() {
    let states: [String: FileState] = [
      "a.sh": .missing, "in": Self.folder, "out": Self.folder, "plots": Self.file,
      "raw/1.csv": .present(Stamp(kind: .special, size: 0, modified: 0)),
    ]
    #expect(
      faults(states, .started(run: "R")) == [
        .attemptInterrupted(stage: "a"), .output(stage: "a", path: "out", .isFolder),
        .output(stage: "a", path: "plots/", .isFile),
        .script(stage: "a", path: "a.sh", .missing), .input(stage: "a", path: "in", .isFolder),
        .input(stage: "a", path: "raw/1.csv", .isSpecial),
      ]
    )
    #expect(faults(["plots": .missing]) == [.output(stage: "a", path: "plots/", .missing)])
    #expect(faults(matches: []) == [.emptyGlob(stage: "a", pattern: "raw/*.csv")])
  }

  @Test func `a stage without inputs and outputs always runs`() throws {
    let graph = try Graph(
      Pipeline("p") { Stage("a") { Command("date") } },
      resolver: PathResolver(root: "/srv", home: nil),
      manifest: nil,
      realPath: { $0 }
    )
    let now = Observation(
      recipe: Recipe(steps: [], variables: [], inputs: [], outputs: []),
      scripts: [],
      inputs: [],
      outputs: [],
      upstream: [:]
    )
    let check = AcceptanceCheck(graph.nodes[0], now, history: nil)
    #expect(check.faults == [.alwaysRuns(stage: "a")])
  }
}
