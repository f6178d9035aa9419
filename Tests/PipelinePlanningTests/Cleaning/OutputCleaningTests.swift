import PipelineDescription
import PipelineTestSupport
import Testing

@testable import PipelinePlanning

/// The existing outputs that a clean removes, and their parent folders.
struct OutputCleaningTests {
  private let graph: Graph
  private let resolver = PathResolver(root: "/srv", home: nil)

  init() throws {
    graph = try Graph(
      Pipeline("p") {
        Stage("plot") { Command("plot \(input: "in") \(output: "plots/") \(output: "plots/main")") }
        Stage("late") {
          Command("x \(input: "plots/given") \(output: "late")")
          Inputs("plots/*.csv")
        }
      },
      resolver: resolver,
      manifest: Path("Pipeline.swift"),
      realPath: { $0 }
    )
  }

  private func file(_ path: String, _ modified: Int64 = 5) -> FoundEntry {
    FoundEntry(ObservedFile(Path(path), .present(Stamp(size: 2, modified: modified))), .file)
  }

  private func folder(_ path: String) -> FoundEntry {
    let stamp = Stamp(kind: .folder, size: 0, modified: 0)
    return FoundEntry(ObservedFile(Path(path), .present(stamp)), .folder)
  }

  /// The cleaning of `plots/` with some files on record.
  private func cleaning(
    _ entries: [FoundEntry],
    recorded: [FoundEntry],
    isForced: Bool = false
  ) -> Cleaning {
    let record = Record(
      run: "R",
      recipe: Recipe(steps: [], variables: [], inputs: [], outputs: []),
      scripts: [],
      inputs: [],
      outputs: [FileSet(pattern: "plots/", files: recorded.map(\.file))],
      upstream: [:],
      duration: 1
    )
    var decision = OutputCleaning(
      graph: graph,
      histories: ["plot": StageHistory(lastAttempt: .succeeded, record: record)],
      ownFiles: [Path("Pipeline.swift")],
      rule: CleaningRule(isForced: isForced)
    )
    let outputs = graph.nodes[0].outputs.map { pattern in
      FoundOutput(
        stage: 0,
        pattern: pattern,
        entries: pattern.kind == .folder ? entries : entries.filter { $0.path == pattern.path }
      )
    }
    return decision.cleaning(of: outputs)
  }

  @Test func `the clean removes a folder with its contents, inner ones first, each file once`() {
    let entries = [
      folder("plots"), folder("plots/a"), folder("plots/a/b"), file("plots/a/b/x"),
      file("plots/main"),
    ]
    let cleaning = cleaning(entries, recorded: entries)
    #expect(cleaning.items.map(\.path.text) == ["plots/a/b/x", "plots/main"])
    #expect(cleaning.folders.map(\.text) == ["plots/a/b", "plots/a", "plots"])
    #expect(cleaning.left == [] && cleaning.size == 4)
    #expect(cleaning.places.map(\.text) == ["plots/"])
    #expect(cleaning.places.map(\.files) == [2])
  }

  @Test func `a file that stays keeps its parent folders`() {
    let made = [folder("plots"), folder("plots/a"), folder("plots/c"), file("plots/c/x")]
    let cleaning = cleaning(made + [file("plots/a/note")], recorded: made)
    #expect(cleaning.items.map(\.path.text) == ["plots/c/x"])
    #expect(cleaning.folders.map(\.text) == ["plots/c"])
    #expect(cleaning.left.map(\.path.text) == ["plots/a/note"])
    #expect(cleaning.left.map(\.reason) == [.foreign])
  }

  @Test func `a forced clean keeps an input declared by name and removes one of a glob`() {
    let entries = [folder("plots"), file("plots/given"), file("plots/hand.csv")]
    let plain = cleaning(entries, recorded: [])
    #expect(plain.isEmpty)
    #expect(plain.left.map(\.reason) == [.input(of: "late"), .foreign])
    let forced = cleaning(entries, recorded: [], isForced: true)
    #expect(forced.items.map(\.path.text) == ["plots/hand.csv"])
    #expect(forced.left.map(\.reason) == [.input(of: "late")])
    // A file that the stage itself has made is no external input.
    #expect(cleaning(entries, recorded: entries).left == [])
  }

  @Test func `the clean always keeps a file that it cannot inspect`() {
    let fault = SystemFault(number: 13, words: "Permission denied")
    let closed = FoundEntry(ObservedFile(Path("plots/a"), .unreadable(fault)), .folder)
    let cleaning = cleaning([folder("plots"), closed], recorded: [], isForced: true)
    #expect(cleaning.isEmpty)
    #expect(cleaning.left.map(\.reason) == [.unreadable(fault)])
  }

  @Test(arguments: [FoundOutput.Trouble.elsewhere(Path("/scratch")), .isFolder])
  func `the clean only reports an unsafe output`(trouble: FoundOutput.Trouble) {
    var decision = OutputCleaning(
      graph: graph,
      histories: [:],
      ownFiles: [],
      rule: CleaningRule(isForced: true)
    )
    let cleaning = decision.cleaning(of: [
      FoundOutput(stage: 1, pattern: graph.nodes[1].outputs[0], trouble: trouble)
    ])
    #expect(cleaning.isEmpty && cleaning.places == [])
    let reason: CleaningRule.Reason =
      trouble == .isFolder ? .isFolder : .elsewhere(Path("/scratch"))
    #expect(cleaning.left.map(\.reason) == [reason])
  }
}
