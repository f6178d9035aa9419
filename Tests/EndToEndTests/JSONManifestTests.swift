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
    try project.run().expect(
      stderr: """
        error: `pipeline.json` has the key `stages[0].timeout` twice
          at:     pipeline.json:4:4
          first:  pipeline.json:3
        """,
      status: 2
    )
    #expect(!project.exists("ran"))
  }

  @Test func `a misspelt key gets the nearest, and its path`() throws {
    try project.stage("a", "touch ran", more: ["timout": 5])
    try project.stage("b", "touch ran", more: ["input": ["x"]])
    try project.run().expect(
      stderr: """
        error: `stages[0].timout` is no key of a manifest
          declared:  pipeline.json:2
        hint: did you mean `timeout`?

        error: `stages[1].input` is no key of a manifest
          declared:  pipeline.json:3
        hint: did you mean `inputs`?

        2 faults; nothing was run
        """,
      status: 2
    )
    #expect(!project.exists("ran"))
  }

  @Test func `a wrong type is told with the path of its key`() throws {
    try project.stage("a", "touch ran", more: ["inputs": "x", "outputs": [3], "timeout": [1]])
    try project.run().expect(
      stderr: """
        error: `stages[0].inputs` must be a list
          found:     "x"
          declared:  pipeline.json:2

        error: `stages[0].outputs[0]` must be text or an object with `path`
          found:     3
          declared:  pipeline.json:2

        error: `stages[0].timeout` must be a number of seconds, "never", or an object with \
        `seconds`, `minutes` or `hours`
          found:     a list
          declared:  pipeline.json:2

        3 faults; nothing was run
        """,
      status: 2
    )
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
    try project.run().expect(
      stderr: """
        error: `pipeline.json` is empty
        hint: `pipeline init` writes a manifest to begin with
        """,
      status: 2
    )
    try project.manifest(json: String(repeating: "[", count: 200_000))
    try project.run().expect(status: 2)
  }

  @Test func `a manifest that is a folder is told at once`() throws {
    try project.folder("pipeline.json")
    try project.run().expect(stderr: "error: `pipeline.json` is a folder, not a file", status: 2)
  }

  @Test func `a manifest that is a FIFO is told at once and never hangs`() throws {
    try #require(mkfifo(project.path("Pipeline.swift"), 0o600) == 0)
    try project.run().expect(
      stderr: "error: `Pipeline.swift` is a named pipe, not a file",
      status: 2
    )
  }

  @Test(.disabled(if: Tool.isRoot, "root may read everything"))
  func `a manifest that may not be read is told at once`() throws {
    try project.stage("a", "true")
    try project.mode(0, "pipeline.json")
    try project.run().expect(status: 2)
  }

  @Test func `a link that leads nowhere is no manifest`() throws {
    try project.link("pipeline.json", to: "nowhere")
    try project.run().expect(stderr: "error: there is no file `pipeline.json`", status: 2)
  }

  @Test func `the manifest comes back as it is meant, and is a manifest again`() throws {
    try project.file("in", "1")
    try project.stage("a", "cat in > out", in: ["in"], out: ["out"], more: ["timeout": 90])
    let printed = try project.run("manifest", "--json").expect(status: 0).rawOutput
    try project.run("manifest").expect(
      """
      p · 1 stage · pipeline.json

      a
        command     cat in > out
        input       in
        output      out
      """
    )
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
}
