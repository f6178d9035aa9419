import PipelineDescription
import Testing

@testable import PipelinePlanning

/// The producers and readers of a file, and the state that a run recorded, as a table of cases.
struct FileLinksTests {
  private static let stamp = Stamp(size: 1, modified: 1)
  private static let later = Stamp(size: 2, modified: 2)

  private static func file(_ name: String) -> ObservedFile {
    ObservedFile(Path(name), .present(stamp))
  }

  /// A stage that makes `out/a` and `dir/`, and a reader by name, glob, folder and as a script.
  private static func graph() throws -> Graph {
    try Graph(
      Pipeline("p") {
        Stage("make") {
          Script("make.sh")
          Inputs("in")
          Outputs("out/a", "dir/")
        }
        Stage("read") {
          Script("out/a")
          Inputs("out/a", "raw/**", "dir/")
          Outputs("raw/own")
        }
      },
      resolver: PathResolver(root: "/srv", home: nil)
    )
  }

  private static let histories = [
    "make": StageHistory(
      lastAttempt: .succeeded,
      record: Record(
        run: "R1",
        recipe: Recipe(steps: [], variables: [], inputs: [], outputs: []),
        scripts: [file("make.sh")],
        inputs: [FileSet(pattern: "in", files: [file("in")])],
        outputs: [
          FileSet(pattern: "out/a", files: [file("out/a")]),
          FileSet(pattern: "dir/", files: [file("dir/x")]),
        ],
        upstream: [:]
      )
    ),
    "read": StageHistory(lastAttempt: .started(run: "R2"), record: nil),
  ]

  private static func links(_ differences: [Reason] = []) throws -> FileLinks {
    FileLinks(
      graph: try graph(),
      histories: Histories(histories),
      differences: { _ in differences },
      verdict: { _ in .upToDate }
    )
  }

  @Test(arguments: [
    ("out/a", "make"), ("dir/x", "make"), ("dir", "make"), ("raw/own", "read"), ("in", nil),
    ("out", nil), ("dirt", nil), ("make.sh", nil),
  ])
  func `a file's producer declares the file or its folder`(path: String, name: String?)
    throws
  {
    let graph = try Self.graph()
    let maker = try Self.links().maker(of: Path(path))
    #expect(maker.map { graph.name(of: $0.stage) } == name)
  }

  @Test(arguments: [
    ("in", ["make in"]), ("make.sh", ["make script"]), ("out/a", ["read out/a", "read script"]),
    ("dir/x", ["read dir/"]), ("dir", ["read dir/"]), ("raw/b/c", ["read raw/**"]),
    // A stage does not read its own outputs or files that never count as data.
    ("raw/own", []), ("raw/.git/config", []), ("raw/__pycache__/x", []), ("dir/.DS_Store", []),
    ("out", []), ("", []),
  ])
  func `each reader appears with its input as declared`(path: String, expected: [String]) throws {
    let graph = try Self.graph()
    let readers = try Self.links().readers(of: Path(path)).map { reader in
      switch reader.role {
      case .input(let text): "\(graph.name(of: reader.stage)) \(text)"
      case .script: "\(graph.name(of: reader.stage)) script"
      }
    }
    #expect(readers == expected)
  }

  @Test func `the links list what the run wrote and read, and what has changed since`() throws {
    let changed = Reason.Change.changed(from: Self.stamp, to: Self.later)
    let reasons: [Reason] = [
      .file(.output, Path("dir/x"), changed), .file(.script, Path("make.sh"), .missing),
      .set(.input, pattern: "in", added: [], removed: [Path("in")]),
    ]
    let maker = try #require(try Self.links(reasons).maker(of: Path("out/a")))
    let then = FileState.present(Self.stamp)
    #expect(maker.left == FileExplanation.Seen(run: "R1", then: then, change: nil))
    #expect(
      maker.sources == [
        FileExplanation.Source(path: Path("in"), then: then, change: .missing),
        FileExplanation.Source(path: Path("make.sh"), then: then, change: .missing),
      ]
    )
    // For a folder, the first of its files that differs.
    #expect(try Self.links(reasons).maker(of: Path("dir"))?.left?.change == changed)
    let added = Reason.set(.output, pattern: "dir/", added: [Path("dir/y")], removed: [])
    let new = try Self.links([added]).maker(of: Path("dir/y"))?.left
    #expect(new == FileExplanation.Seen(run: "R1", then: nil, change: .appeared))
    // The records contain no successful attempt.
    #expect(try Self.links(reasons).readers(of: Path("out/a")).allSatisfy { $0.seen == nil })
  }

  @Test func `a search suggests the nearest declared path`() throws {
    #expect(try Self.links().nearest(to: Path("out/b")) == "out/a")
    #expect(try Self.links().nearest(to: Path("mkae.sh")) == "make.sh")
    #expect(try Self.links().nearest(to: Path("nothing/like/it")) == nil)
  }
}
