import Testing

/// Stages that compare the contents of files: `"staleness": "content"`.
@Suite struct ContentTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
    try project.file("copy.sh", "cat in > middle\n")
    let more = ["staleness": "content"]
    try project.stage("copy", script: "copy.sh", in: ["in"], out: ["middle"], more: more)
    try project.stage("sort", "sort middle > out", in: ["middle"], out: ["out"], more: more)
    try project.run().expect(status: 0)
    try project.run("--check").expect()
  }

  private func touchAll(at seconds: Int) throws {
    for name in ["in", "copy.sh", "middle", "out"] { try project.touch(name, at: seconds) }
  }

  @Test func `a new modification time alone does not run a stage`() throws {
    try touchAll(at: 1_500_000_000)
    try project.run("-n").expectRecorded()
    try project.run().expectRecorded()
    try touchAll(at: 1_400_000_000)
    try project.run("--check").expect()
  }

  @Test func `an unchanged output does not run its readers`() throws {
    try project.file("copy.sh", "# better\ncat in > middle\n")
    try project.run().expectRecorded()
    try project.run("--check").expect()
  }

  @Test func `different bytes make a stage stale, whatever the modification time`() throws {
    try project.file("in", "2\n")
    try project.expectReason("input in changed since the last run (TIME → TIME, same size)")
    try project.run().expect(status: 0)
    #expect(try project.read("out") == "2\n")
  }

  @Test func `overwriting an output with the same bytes is not a change`() throws {
    try project.file("middle", "1\n")
    try project.run().expectRecorded()
    #expect(!project.exists(".pipeline/kept"))
  }

  @Test func `changing an input and restoring it runs nothing`() throws {
    try project.file("in", "2\n")
    try project.run("-n").expect(status: 0)
    try project.file("in", "1\n")
    try project.run().expectRecorded()
  }

  @Test func `a check does not open a FIFO in place of an input`() throws {
    try project.remove("in")
    #expect(try Command(["/usr/bin/mkfifo", project.path("in")]).run() == 0)
    try project.run("--check").expect(status: 1)
  }

  @Test func `an unknown value of a setting is an error`() throws {
    project.forgetStages()
    try project.stage("copy", "true", more: ["staleness": "contents", "on_failure": "undo"])
    try project.run().expectRecorded(status: 2)
  }

  @Test(.enabled(if: Tool.hasCompiler)) func `a Swift manifest can set staleness`() throws {
    try project.remove("pipeline.json")
    try project.manifest(
      swift: """
          Staleness(.content)
          Stage("copy") {
            Script("copy.sh")
            Inputs("in")
            Outputs("middle")
          }
          Stage("sort") {
            Staleness(.time)
            Command("sort \\(input: "middle") > \\(output: "out")")
          }
        """
    )
    try project.run().expect(status: 0)
    for name in ["in", "copy.sh", "middle"] { try project.touch(name, at: 1_500_000_000) }
    try project.run().expectRecorded()
  }
}
