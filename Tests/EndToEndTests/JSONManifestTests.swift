import Foundation
import Testing

/// The JSON form: what JSON itself, and the keys, can have wrong.
@Suite struct JSONManifestTests {
  let project: Project

  init() throws {
    project = try Project()
  }

  @Test func `a key that stands there twice is a fault, with both places`() throws {
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

  @Test func `a misspelt key gets the nearest, and its path`() throws {
    try project.stage("a", "touch ran", more: ["timout": 5])
    try project.stage("b", "touch ran", more: ["input": ["x"]])
    try project.run().expectRecorded(status: 2)
    #expect(!project.exists("ran"))
  }

  @Test func `a wrong type is told with the path of its key`() throws {
    try project.stage("a", "touch ran", more: ["inputs": "x", "outputs": [3], "timeout": [1]])
    try project.run().expectRecorded(status: 2)
  }

  @Test(arguments: ["{", "[1,]", "{\"name\": \"p\",}", "nul", "{'name': 1}", "\u{FEFF}x"])
  func `text that is no JSON is told with line and column`(text: String) throws {
    try project.manifest(json: text)
    let outcome = try project.run().expect(status: 2)
    #expect(outcome.stderr.hasPrefix("error: `pipeline.json`"))
    #expect(outcome.stderr.contains("pipeline.json:1:"))
  }

  @Test func `no text, and nesting without end, are faults and no crash`() throws {
    try project.manifest(json: "")
    try project.run().expectRecorded(status: 2)
    try project.manifest(json: String(repeating: "[", count: 200_000))
    try project.run().expect(status: 2)
  }

  @Test func `a manifest that is a folder is told at once`() throws {
    try project.folder("pipeline.json")
    try project.run().expectRecorded(status: 2)
  }

  @Test func `a manifest that is a FIFO is told at once and never hangs`() throws {
    try #require(mkfifo(project.path("Pipeline.swift"), 0o600) == 0)
    try project.run().expectRecorded(status: 2)
  }

  @Test(.disabled(if: Tool.isRoot, "root may read everything"))
  func `a manifest that may not be read is told at once`() throws {
    try project.stage("a", "true")
    try project.mode(0, "pipeline.json")
    try project.run().expect(status: 2)
  }

  @Test func `a link that leads nowhere is no manifest`() throws {
    try project.link("pipeline.json", to: "nowhere")
    try project.run().expectRecorded(status: 2)
  }

  @Test func `the manifest comes back as it is meant, and is a manifest again`() throws {
    try project.file("in", "1")
    try project.stage("a", "cat in > out", in: ["in"], out: ["out"], more: ["timeout": 90])
    let printed = try project.run("manifest", "--json").expect(status: 0).rawOutput
    try project.run("manifest").expectRecorded()
    try project.manifest(json: printed)
    #expect(try project.run("manifest", "--json").rawOutput == printed)
    try project.run().expect(status: 0)
  }

  @Test func `a changed timeout is not told, and wakes nobody`() throws {
    try project.file("in", "1")
    try project.stage("a", "cat in > out", in: ["in"], out: ["out"])
    try project.run()
    project.forgetStages()
    try project.stage("a", "cat in > out", in: ["in"], out: ["out"], more: ["timeout": 90])
    try project.run("--check").expect()
  }

  @Test func `what says how a stage is scheduled is not told, and wakes nobody`() throws {
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

  @Test func `a fault of a resource has the line of its name, or of its own`() throws {
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
