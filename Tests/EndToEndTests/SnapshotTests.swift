import Foundation
import Testing

/// The snapshot that a run saves.
///
/// It must never change what the next command prints.
struct SnapshotTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in/a", "1\n")
    try project.stage("first", "cat in/a > out/first", in: ["in/a"], out: ["out/first"])
    try project.stage(
      "second",
      "cat out/first > out/second",
      in: ["out/first"],
      out: ["out/second"]
    )
  }

  /// Checks that a command prints the same with the snapshot and without it.
  private func expectSame(
    _ arguments: [String],
    env: [String: String?] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let saved = try Data(contentsOf: URL(fileURLWithPath: project.path(".pipeline/snapshot")))
    let known = try project.start(arguments, env: env).finish()
    try project.remove(".pipeline/snapshot")
    let unknown = try project.start(arguments, env: env).finish()
    try saved.write(to: URL(fileURLWithPath: project.path(".pipeline/snapshot")))
    #expect(known.stdout == unknown.stdout, sourceLocation: sourceLocation)
    #expect(known.stderr == unknown.stderr, sourceLocation: sourceLocation)
    #expect(known.status == unknown.status, sourceLocation: sourceLocation)
  }

  private func expectSameOfAll(sourceLocation: SourceLocation = #_sourceLocation) throws {
    for arguments in [
      ["-n"], ["--check"], ["-n", "--json"], ["status", "-v"], ["why", "-v", "--all"],
    ] {
      try expectSame(arguments, sourceLocation: sourceLocation)
    }
  }

  @Test func `the second run trusts the snapshot of a first run that made its folders`() throws {
    try project.run().expect(status: 0)
    let attributes = { () throws -> [FileAttributeKey: Any] in
      try FileManager.default.attributesOfItem(atPath: project.path(".pipeline/snapshot"))
    }
    let before = try attributes()
    try project.run().expectRecorded()
    let after = try attributes()
    #expect(before[.systemFileNumber] as? Int == after[.systemFileNumber] as? Int)
    #expect(before[.modificationDate] as? Date == after[.modificationDate] as? Date)
    try expectSameOfAll()
  }

  @Test func `the snapshot does not hide changes`() throws {
    try project.run().expect(status: 0)
    try project.file("in/a", "22\n")
    try expectSameOfAll()
    try project.run().expect(status: 0)
    try project.remove("out/second")
    try expectSameOfAll()
    try project.run().expect(status: 0)
    // The files stay the same, but their folder is now a link to another folder.
    try FileManager.default.moveItem(atPath: project.path("out"), toPath: project.path("real"))
    try project.link("out", to: "real")
    try expectSameOfAll()
    try project.remove("in/a")
    try expectSameOfAll()
  }

  @Test func `a manifest with the same text at another path is a different manifest`() throws {
    let text =
      #"{"name": "p", "stages": [{"name": "gen", "scripts": [{"command": "cp a.json b.json"}],"#
      + #" "inputs": ["a.json"], "outputs": ["b.json"]}]}"#
    try project.file("a.json", text)
    try project.run("--manifest", "a.json").expect(status: 0)
    #expect(try project.read("b.json") == text)
    try expectSame(["--manifest", "b.json", "-n"])
  }

  @Test func `the tool checks a parameter that the manifest now declares differently`() throws {
    try project.file(
      "Pipeline.swift",
      """
      import PipelineDescription
      func top(_ value: Int) -> Parameter<Int> { Parameter("top", default: value) }
      let first = top(1)
      let pipeline = Pipeline("p") {
        Stage("a") { Command("echo \\(first) > a"); Outputs("a") }
        if Context.environment["DUP"] != nil {
          Stage("b") { Command("echo \\(top(2)) > b"); Outputs("b") }
        }
      }
      """
    )
    try project.remove("pipeline.json")
    try project.run().expect(status: 0)
    try expectSame(["-n"], env: ["DUP": "1"])
  }
}
