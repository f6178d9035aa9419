import Testing

/// Faults of outputs.
///
/// The tool reports all of them before anything runs.
@Suite struct OutputFaultTests {
  let project: Project

  init() throws {
    project = try Project()
  }

  @Test func `a stage cannot read its own output`() throws {
    try project.file("x")
    try project.stage("a", "echo >> x", in: ["x"], out: ["./x"])
    try project.runUntouched().expectRecorded(status: 2)
  }

  @Test func `two stages cannot make the same output under two spellings`() throws {
    try project.folder("d")
    try project.stage("a", "touch o", out: ["o"])
    try project.stage("b", "touch o", out: ["./d/..//o"])
    try project.runUntouched().expectRecorded(status: 2)
  }

  @Test func `two stages cannot make the same output through a link`() throws {
    try project.folder("e")
    try project.link("d", to: "e")
    try project.stage("a", "touch d/o", out: ["d/o"])
    try project.stage("b", "touch e/o", out: ["e/o"])
    try project.runUntouched().expectRecorded(status: 2)
  }

  @Test func `an output cannot lie in the output folder of another stage`() throws {
    try project.stage("a", "mkdir d", out: ["d/"])
    try project.stage("b", "touch d/x", out: ["d/x"])
    try project.runUntouched().expectRecorded(status: 2)
  }

  @Test func `the tool reports all invalid outputs together`() throws {
    try project.file("x.sh", "echo hi")
    try project.stage("manifest-itself", "true", out: ["pipeline.json"])
    try project.stage("state", "true", out: [".pipeline/log.jsonl"])
    try project.stage("script", script: "x.sh", out: ["./x.sh"])
    try project.stage("above", "true", out: ["../x"])
    try project.stage("absolute", "true", out: ["/tmp/x"])
    try project.stage("deep", "true", out: ["a/../../x"])
    try project.stage("glob", "true", out: ["out/*.csv"])
    try project.stage("root", "true", out: ["."])
    try project.runUntouched().expectRecorded(status: 2)
  }
}
