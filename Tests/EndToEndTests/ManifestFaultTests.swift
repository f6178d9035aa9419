import Testing

/// Faults of a manifest.
///
/// The tool reports all of them before anything runs, each with its place and a hint.
@Suite struct ManifestFaultTests {
  let project: Project

  init() throws {
    project = try Project()
  }

  @Test func `the message shows the whole dependency cycle of files`() throws {
    try project.stage("a", "cat c.o > a.o", in: ["c.o"], out: ["a.o"])
    try project.stage("b", "cat a.o > b.o", in: ["a.o"], out: ["b.o"])
    try project.stage("c", "cat b.o > c.o", in: ["b.o"], out: ["c.o"])
    try project.runUntouched().expectRecorded(status: 2)
  }

  @Test func `the message shows a whole cycle that mixes a file and a stage name`() throws {
    try project.stage("a", "touch f", out: ["f"], up: ["b"])
    try project.stage("b", "touch g", in: ["f"], out: ["g"])
    try project.runUntouched().expectRecorded(status: 2)
  }

  @Test func `a stage cannot depend on itself`() throws {
    try project.stage("a", "touch f", out: ["f"], up: ["a"])
    try project.runUntouched().expectRecorded(status: 2)
  }

  @Test func `stage names must be unique, regardless of case`() throws {
    try project.stage("a", "true")
    try project.stage("b", "true")
    try project.stage("A", "true")
    try project.stage("b", "true")
    try project.runUntouched().expectRecorded(status: 2)
  }

  @Test func `an unknown upstream suggests the nearest stage`() throws {
    try project.stage("fetch", "true")
    try project.stage("b", "true", up: ["fecth"])
    try project.stage("c", "true", up: ["something-else"])
    try project.runUntouched().expectRecorded(status: 2)
  }

  @Test func `a stage must have a nonempty script or command`() throws {
    try project.stage("nothing")
    try project.stage("empty", "")
    try project.stage("blank", "  \n ")
    try project.stage("no-path", script: "")
    try project.runUntouched().expectRecorded(status: 2)
  }

  @Test func `stage names may contain only plain characters`() throws {
    let long = String(repeating: "x", count: 101)
    let names = ["-rf", "..", "a/b", "é", long, "", "a b", "a\u{202E}b"]
    for name in names { try project.stage(name, "true") }
    try project.runUntouched().expectRecorded(status: 2)
  }

  @Test func `a timeout must be a positive finite number`() throws {
    try project.stage("zero", "true", more: ["timeout": 0])
    try project.stage("negative", "true", more: ["timeout": -1])
    try project.runUntouched().expectRecorded(status: 2)
    project.forgetStages()
    try project.stage("text", "true", more: ["timeout": "10min"])
    try project.runUntouched().expectRecorded(status: 2)
  }

  @Test func `a huge timeout never crashes the tool`() throws {
    for number in ["1e308", "1e400", "-1e308", "1e18"] {
      try project.manifest(
        json: """
          {"name": "p", "stages": [
          {"name": "a", "scripts": [{"command": "true"}], "timeout": \(number)}
          ]}
          """
      )
      let status = try project.run().status
      #expect([0, 2].contains(status), "timeout \(number): \(status)")
    }
  }

  @Test func `a pipeline must have at least one stage`() throws {
    try project.manifest(json: "{\"name\": \"p\", \"stages\": []}\n")
    try project.runUntouched().expectRecorded(status: 2)
  }
}
