import Foundation
import Testing

/// The Swift form of a manifest.
///
/// The tool compiles it once and runs it each time.
@Suite(.enabled(if: Tool.hasCompiler, "there is no Swift compiler on PATH"))
struct SwiftManifestTests {
  let project: Project

  init() throws {
    project = try Project()
  }

  @Test func `a run sees the files that its manifest writes`() throws {
    try project.file(
      "Pipeline.swift",
      """
      import Foundation
      import PipelineDescription

      let list = ProcessInfo.processInfo.environment["LIST"] ?? ""
      let pipeline = Pipeline("p") {
        let _ = try! list.write(toFile: "list.txt", atomically: true, encoding: .utf8)
        Stage("read") { Command("cat \\(input: "list.txt") > \\(output: "read.txt")") }
      }
      """
    )
    for list in ["one", "three", "fourteen"] {
      try project.run("-q", env: ["LIST": list]).expect(status: 0)
      #expect(try project.read("read.txt") == list)
    }
  }

  @Test func `a run sees the changes since the last one`() throws {
    try project.file("in", "1\n")
    try project.manifest(
      swift: """
        Stage("a") { Command("cat \\(input: "in") > \\(output: "a")") }
        Stage("b") { Command("cat \\(input: "a") > \\(output: "b")") }
        """
    )
    try project.run().expectRecorded()
    try project.run().expectRecorded()
    try project.file("in", "22\n")
    try project.run("-q").expect(status: 0)
    #expect(try project.read("b") == "22\n")
    try project.remove("b")
    try project.run("-q").expect(status: 0)
    #expect(try project.read("b") == "22\n")
    try project.run().expectRecorded()
  }

  @Test func `all clauses of a manifest work together`() throws {
    try project.file("raw/2019.csv", "b\na\n")
    try project.file("raw/2020.csv", "d\nc\n")
    try project.file("count.sh", "wc -l < \"$1\" | tr -d ' ' > \"$2\"; echo \"$REGION $3\"\n")
    try project.manifest(
      swift: """
        let _ = print("a manifest may print")
        for file in Context.files("raw/*.csv") {
          let year = file.split(separator: "/")[1].split(separator: ".")[0]
          Stage("clean-\\(year)", "Sort one year") {
            Command("sort -u \\(input: file) > \\(output: "clean/\\(year).csv")")
          }
        }
        Stage("join") {
          Inputs("clean/*.csv")
          Outputs("all")
          Command("cat clean/*.csv > all")
        }
        Stage("count") {
          External(folder: "raw")
          Script("count.sh", .input("all"), .output("count"), "--top", 10)
          Environment("REGION", "north")
          Timeout(minutes: 1)
        }
        Stage("last") {
          Upstream("count")
          Command("echo \\(Context.environment["WHO"] ?? "nobody") > last")
          Outputs("last")
        }
        """
    )
    let untouched = try project.snapshot()
    try project.run("-n").expectRecorded()
    #expect(try project.snapshot() == untouched)
    try project.run().expectRecorded()
    #expect(try project.read("count") == "4\n")
    try project.run().expectRecorded()
    try project.run(env: ["WHO": "somebody"]).expectRecorded()
  }

  @Test func `the tool shows the clauses for many stages, and the JSON form preserves them`() throws
  {
    try project.manifest(
      swift: """
        Jobs(4)
        Limits(memory: .gigabytes(64), ["api": 3, "gpu": 1])
        Retry(2)
        Stage("a") {
          Command("true")
          Resources(cores: 1, memory: .megabytes(1), ["gpu": 1, "api": 3])
          Retry(3, delay: .seconds(5), factor: 2, upTo: .minutes(5), jitter: 0.2, on: [.exit(75), .timeout])
          Exclusive("database")
          Priority(10)
        }
        Stage("b") {
          Command("true")
          Retry.never
        }
        """
    )
    let swift = try project.run("manifest").expectRecorded().stdout
    let json = try project.run("manifest", "--json").expect(status: 0).rawOutput
    try project.manifest(json: json)
    let other = try project.run("manifest", "--manifest", "pipeline.json").expectRecorded().stdout
    #expect(other == swift.replacingOccurrences(of: "Pipeline.swift", with: "pipeline.json"))
    let again = try project.run("manifest", "--json", "--manifest", "pipeline.json")
    #expect(again.rawOutput == json)
  }

  @Test func `a script that edits the manifest does not change this run, and the tool says so`()
    throws
  {
    try project.manifest(
      swift: """
          Stage("a") { Command("echo '// more' >> Pipeline.swift; echo > a"); Outputs("a") }
          Stage("b") { Command("cat a > b"); Inputs("a"); Outputs("b") }
        """
    )
    try project.run().expectRecorded()
  }

  @Test func `the tool keeps the compiled manifest and needs no compiler afterwards`() throws {
    let noCompiler = ["PATH": "/usr/bin:/bin"]
    try project.manifest(
      swift: "  Stage(\"a\") { Command(\"echo \\(6 * 7) > a\"); Outputs(\"a\") }"
    )
    try project.run("--check", env: noCompiler).expectRecorded(status: 2)
    try project.run().expect(status: 0)
    #expect(try project.read("a") == "42\n")
    try project.run(env: noCompiler).expectRecorded()
  }

  @Test func `a manifest in a folder called stages has its parent as root`() throws {
    try project.file(
      "stages/Pipeline.swift",
      """
      import PipelineDescription
      let pipeline = Pipeline("p") { Stage("a") { Command("pwd > where"); Outputs("where") } }
      """
    )
    try project.run(in: "stages").expect(status: 0)
    #expect(try project.read("where") == project.root + "\n")
  }
}
