import Foundation
import Testing

/// JSON manifests: syntax errors, wrong keys, and the effect of changes.
@Suite struct JSONManifestTests {
  let project: Project

  init() throws {
    project = try Project()
  }

  @Test func `a duplicate key is an error that names both places`() throws {
    try project.manifest(
      json: """
        {"name": "p", "stages": [
          {"name": "a", "scripts": [{"command": "touch ran"}],
           "timeout": 5,
           "timeout": 500}
        ]}
        """
    )
    try project.run().expectRecorded(status: 2)
    #expect(!project.exists("ran"))
  }

  @Test func `a misspelt key suggests the nearest one and shows its path`() throws {
    try project.stage("a", "touch ran", more: ["timout": 5])
    try project.stage("b", "touch ran", more: ["input": ["x"]])
    try project.run().expectRecorded(status: 2)
    #expect(!project.exists("ran"))
  }

  @Test func `an error about a wrong type shows the path of the key`() throws {
    try project.stage("a", "touch ran", more: ["inputs": "x", "outputs": [3], "timeout": [1]])
    try project.run().expectRecorded(status: 2)
  }

  @Test(arguments: ["{", "[1,]", "{\"name\": \"p\",}", "nul", "{'name': 1}", "\u{FEFF}x"])
  func `a syntax error shows its line and column`(text: String) throws {
    try project.manifest(json: text)
    let outcome = try project.run().expect(status: 2)
    #expect(outcome.stderr.hasPrefix("error: `pipeline.json`"))
    #expect(outcome.stderr.contains("pipeline.json:1:"))
  }

  @Test func `an empty file and extreme nesting are errors, not crashes`() throws {
    try project.manifest(json: "")
    try project.run().expectRecorded(status: 2)
    try project.manifest(json: String(repeating: "[", count: 200_000))
    try project.run().expect(status: 2)
  }

  @Test func `a manifest that is a folder is an error`() throws {
    try project.folder("pipeline.json")
    try project.run().expectRecorded(status: 2)
  }

  @Test func `a manifest that is a FIFO is an error, and the tool does not hang`() throws {
    try #require(mkfifo(project.path("Pipeline.swift"), 0o600) == 0)
    try project.run().expectRecorded(status: 2)
  }

  @Test(.disabled(if: Tool.isRoot, "root may read everything"))
  func `an unreadable manifest is an error`() throws {
    try project.stage("a", "true")
    try project.mode(0, "pipeline.json")
    try project.run().expect(status: 2)
  }

  @Test func `a dangling link is not a manifest`() throws {
    try project.link("pipeline.json", to: "nowhere")
    try project.run().expectRecorded(status: 2)
  }

  @Test func `manifest --json prints a manifest that the tool reads back unchanged`() throws {
    try project.file("in", "1")
    try project.stage("a", "cat in > out", in: ["in"], out: ["out"], more: ["timeout": 90])
    let printed = try project.run("manifest", "--json").expect(status: 0).rawOutput
    try project.run("manifest").expectRecorded()
    try project.manifest(json: printed)
    #expect(try project.run("manifest", "--json").rawOutput == printed)
    try project.run().expect(status: 0)
  }

  @Test func `a changed timeout does not make a stage stale`() throws {
    try project.file("in", "1")
    try project.stage("a", "cat in > out", in: ["in"], out: ["out"])
    try project.run()
    project.forgetStages()
    try project.stage("a", "cat in > out", in: ["in"], out: ["out"], more: ["timeout": 90])
    try project.run("--check").expect()
  }

  @Test func `changed scheduling settings do not make a stage stale`() throws {
    func write(_ limits: String, _ clauses: String) throws {
      try project.manifest(
        json: """
          {"name": "p", "limits": {"gpu": 9}, \(limits)"stages": [
            {"name": "a", "scripts": [{"command": "cat in > out"}], "inputs": ["in"], "outputs": ["out"]
             \(clauses)}
          ]}
          """
      )
    }
    try project.file("in", "1")
    try write("", "")
    try project.run().expect(status: 0)
    try write(
      #""jobs": 2, "retry": 3, "#,
      #", "retry": {"count": 2, "on": [{"exit": 75}]}, "resources": {"cores": 1, "memory": "1MB", "gpu": 2}, "exclusive": ["x"], "priority": 4"#
    )
    try project.run("--check").expect()
  }

  @Test func `an error shows the line of the wrong resource or retry setting`() throws {
    try project.manifest(
      json: """
        {"name": "p",
         "limits": {"api": 3},
         "stages": [{"name": "a", "scripts": [{"command": "touch ran"}],
           "resources": {
             "gpu": 0,
             "memory": 1.5},
           "exclusive": [
             "api"],
           "retry": {"count": 2, "jitter": 20}}
        ]}
        """
    )
    try project.run().expectRecorded(status: 2)
    #expect(!project.exists("ran"))
  }
}
