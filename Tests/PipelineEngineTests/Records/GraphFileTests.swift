import PipelineDescription
import PipelinePlanning
import PipelineReporting
import PipelineTestSupport
import Testing

@testable import PipelineEngine

/// The files that store the graphs of runs.
struct GraphFileTests {
  private static func graph(_ pipeline: Pipeline) throws -> Graph {
    try TestRoot(pipeline).workspace().graph
  }

  private static let pipeline = Pipeline("tides") {
    for year in ["2023", "2024"] {
      Stage("clean-\(year)") { Script("clean.py", year, .output("data/\(year).csv")) }
    }
    Stage("report") { Script("report.py", .input("data/*.csv"), .output("out/")) }
  }

  @Test func `the graph data contains names, families, edges and outputs`() throws {
    let json = GraphJSON(try Self.graph(Self.pipeline))
    #expect(
      String(decoding: json.bytes, as: UTF8.self) == """
        {"pipeline":"tides","stages":[\
        {"name":"clean-2023","family":0,"upstream":[],"outputs":["data/2023.csv"]},\
        {"name":"clean-2024","family":0,"upstream":[],"outputs":["data/2024.csv"]},\
        {"name":"report","family":1,"upstream":[0,1],"outputs":["out/"]}]}

        """
    )
    #expect(json.id.count == 16)
    let other = Pipeline("tides") { Stage("report") { Script("report.py", .output("out/")) } }
    #expect(GraphJSON(try Self.graph(other)).id != json.id)
  }

  @Test func `a graph is written once and removed with its last run`() throws {
    var root = TestRoot(Self.pipeline)
    let files = root.files
    let workspace = try root.workspace()
    let runs = ["20261120T100000.123-aaaa", "20261121T100000.123-bbbb"]
    let id = try GraphFile.keep(workspace.graph, manifest: 1, of: runs[0], in: files)
    let path = Path(".pipeline/graphs/\(id).json")
    let written = files.state(of: path)
    files.tick()
    #expect(try GraphFile.keep(workspace.graph, manifest: 1, of: runs[1], in: files) == id)
    #expect(files.state(of: path) == written)
    // Another graph in between, and a file that was cut.
    root.pipeline = Pipeline("tides") { Stage("a") { Script("a.py", .output("a")) } }
    #expect(
      try GraphFile.keep(
        root.workspace().graph,
        manifest: 2,
        of: "20261122T100000.123-cccc",
        in: files
      ) != id
    )
    files.write("{", to: path)
    #expect(try GraphFile.keep(workspace.graph, manifest: 1, of: runs[1], in: files) == id)
    #expect(files.state(of: path).stamp?.size == written.stamp?.size)
    files.write("{", to: path)
    #expect(try GraphFile.keep(workspace.graph, manifest: 1, of: runs[1], in: files) == id)
    #expect(files.state(of: path).stamp?.size == written.stamp?.size)
    let folders = RunFolders(files: files)
    #expect(try !folders.cleaning(of: [runs[0]]).items.map(\.path).contains(path))
    let all = try folders.cleaning(of: runs)
    #expect(all.items.map(\.path).contains(path))
    #expect(all.places.last?.text == ".pipeline/graphs")
    _ = Remover(files: files).remove(all)
    #expect(files.state(of: path) == .missing)
  }
}
