import PipelineDescription
import PipelinePlanning
import Testing

/// Who makes and reads a file, and what a run has seen of it: a table of cases.
struct FileLinksTests {
  private static let stamp = Stamp(size: 1, modified: 1)
  private static let later = Stamp(size: 2, modified: 2)

  private static func file(_ name: String) -> ObservedFile {
    ObservedFile(Path(name), .present(stamp))
  }

  /// A maker of `out/a` and the folder `dir/`, and a reader by name, glob, folder and as a script.
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
  func `the maker is who declares the file or a folder around it`(path: String, name: String?)
    throws
  {
    let graph = try Self.graph()
    let maker = try Self.links().maker(of: Path(path))
    #expect(maker.map { graph.name(of: $0.stage) } == name)
  }

  @Test(arguments: [
    ("in", ["make in"]), ("make.sh", ["make script"]), ("out/a", ["read out/a", "read script"]),
    ("dir/x", ["read dir/"]), ("dir", ["read dir/"]), ("raw/b/c", ["read raw/**"]),
    // What a stage makes itself, and what is never data, it does not read.
    ("raw/own", []), ("raw/.git/config", []), ("raw/__pycache__/x", []), ("dir/.DS_Store", []),
    ("out", []), ("", []),
  ])
  func `readers are told with the input as it is declared`(path: String, expected: [String]) throws
  {
    let graph = try Self.graph()
    let readers = try Self.links().readers(of: Path(path)).map { reader in
      switch reader.role {
      case .input(let text): "\(graph.name(of: reader.stage)) \(text)"
      case .script: "\(graph.name(of: reader.stage)) script"
      }
    }
    #expect(readers == expected)
  }

  @Test func `what the run has left and read, and what of it is another now`() throws {
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
    // Of a folder, the first of its files that is another.
    #expect(try Self.links(reasons).maker(of: Path("dir"))?.left?.change == changed)
    let added = Reason.set(.output, pattern: "dir/", added: [Path("dir/y")], removed: [])
    let new = try Self.links([added]).maker(of: Path("dir/y"))?.left
    #expect(new == FileExplanation.Seen(run: "R1", then: nil, change: .appeared))
    // No successful attempt is on record.
    #expect(try Self.links(reasons).readers(of: Path("out/a")).allSatisfy { $0.seen == nil })
  }

  @Test func `the nearest of all that is declared by name`() throws {
    #expect(try Self.links().nearest(to: Path("out/b")) == "out/a")
    #expect(try Self.links().nearest(to: Path("mkae.sh")) == "make.sh")
    #expect(try Self.links().nearest(to: Path("nothing/like/it")) == nil)
  }
}
