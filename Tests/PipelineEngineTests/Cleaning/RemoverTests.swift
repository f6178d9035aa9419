import PipelineDescription
import PipelinePlanning
import PipelineTestSupport
import Testing

@testable import PipelineEngine

/// Files that `clean` finds and removes, on the virtual disk.
struct RemoverTests {
  private func makeRoot() -> TestRoot {
    let root = TestRoot(
      Pipeline("p") {
        Stage("a") { Script("a.sh", .output("out/"), .output("data/a")) }
      }
    )
    root.files.write("1", to: Path("a.sh"))
    root.runner.script("a") { [files = root.files] _ in
      files.write("1", to: Path("out/deep/x"))
      files.write("22", to: Path("out/y"))
      files.write("333", to: Path("data/a"))
      return .succeeded
    }
    return root
  }

  private func cleaning(in root: TestRoot, isForced: Bool = false) throws -> Cleaning {
    let workspace = try root.workspace()
    let histories = try root.records().histories
    var decision = OutputCleaning(
      graph: workspace.graph,
      histories: histories,
      ownFiles: [],
      rule: CleaningRule(isForced: isForced)
    )
    return decision.cleaning(
      of: OutputFinder(workspace: workspace, histories: histories).outputs(of: [0])
    )
  }

  private func rest(of root: TestRoot) -> [String] {
    root.files.paths().map(\.text).filter { !$0.hasPrefix(".pipeline") }
  }

  @Test func `clean removes outputs and output folders but keeps parent folders`() async throws {
    var root = makeRoot()
    try await root.run()
    let cleaning = try cleaning(in: root)
    #expect(cleaning.size == 6)
    let outcome = Remover(files: root.files).remove(cleaning)
    #expect(outcome.files == 3 && outcome.folders == 2 && outcome.failures.isEmpty)
    #expect(rest(of: root) == ["a.sh"])
    #expect(root.files.state(of: Path("out")) == .missing)
    #expect(root.files.state(of: Path("data")).stamp?.kind == .folder)
  }

  @Test func `clean removes a link but not its target`() async throws {
    var root = makeRoot()
    root.files.write("precious", to: Path("/elsewhere/x"))
    root.runner.script("a") { [files = root.files] _ in
      files.link(Path("out/link"), to: "/elsewhere")
      files.link(Path("data/a"), to: "/elsewhere/x")
      return .succeeded
    }
    root.files.folder(Path("data"))
    try await root.run()
    let outcome = Remover(files: root.files).remove(try cleaning(in: root, isForced: true))
    #expect(outcome.failures.isEmpty)
    #expect(rest(of: root) == ["a.sh"])
    #expect(root.files.text(of: Path("/elsewhere/x")) == "precious")
  }

  @Test func `clean keeps files behind linked folders, even inside the root`() async throws {
    var root = makeRoot()
    root.files.folder(Path("/scratch"))
    root.files.folder(Path("real"))
    root.files.link(Path("out"), to: "/scratch")
    root.files.link(Path("data"), to: "real")
    try await root.run()
    let cleaning = try cleaning(in: root, isForced: true)
    #expect(cleaning.isEmpty)
    #expect(
      cleaning.left.map(\.reason) == [.elsewhere(Path("/scratch")), .elsewhere(Path("real"))]
    )
  }

  @Test func `clean reports a file that it cannot remove and removes the others`() async throws {
    var root = makeRoot()
    try await root.run()
    let cleaning = try cleaning(in: root)
    root.files.failWrites(at: 1, times: 1, with: 13)
    let outcome = Remover(files: root.files).remove(cleaning)
    #expect(outcome.files == 2 && outcome.folders == 0)
    #expect(outcome.failures.map(\.path.text) == ["out/deep/x"])
    #expect(outcome.failures.map(\.fault.number) == [13])
    #expect(rest(of: root) == ["a.sh", "out/deep/x"])
  }

  @Test func `clean recognizes the folders of runs`() throws {
    let files = VirtualFileSystem()
    let runs = ["20261120T100000.123-aaaa", "20261121T100000.123-bbbb"]
    for run in runs { files.write("1", to: Path(".pipeline/runs/\(run)/a.b.1.log")) }
    files.write("2", to: Path(".pipeline/runs/notes/a.1.log"))
    files.write("3", to: Path(".pipeline/runs/file"))
    let folders = try RunFolders(files: files).all().sorted { $0.run < $1.run }
    #expect(folders == runs.map { RunFolder(run: $0, stages: ["a.b"]) })
    let cleaning = try RunFolders(files: files).cleaning(of: [runs[0]])
    #expect(cleaning.folders.map(\.text) == [".pipeline/runs/\(runs[0])"])
    #expect(Remover(files: files).remove(cleaning).files == 1)
    #expect(try RunFolders(files: files).all().map(\.run) == [runs[1]])
    #expect(try RunFolders(files: VirtualFileSystem()).all() == [])
  }
}
