import Testing

/// Stages that go by what is in files: `"staleness": "content"`.
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

  @Test func `times alone run nothing`() throws {
    try touchAll(at: 1_500_000_000)
    try project.run("-n").expectRecorded()
    try project.run().expectRecorded()
    try touchAll(at: 1_400_000_000)
    try project.run("--check").expect()
  }

  @Test func `the same output made again wakes nobody`() throws {
    try project.file("copy.sh", "# better\ncat in > middle\n")
    try project.run().expectRecorded()
    try project.run("--check").expect()
  }

  @Test func `other bytes are a change, whatever the time says`() throws {
    try project.file("in", "2\n")
    try project.expectReason("input in changed since the last run (TIME → TIME)")
    try project.run().expect(status: 0)
    #expect(try project.read("out") == "2\n")
  }

  @Test func `an output that was written over with its own bytes is no change`() throws {
    try project.file("middle", "1\n")
    try project.run().expectRecorded()
    #expect(!project.exists(".pipeline/kept"))
  }

  @Test func `a file swapped for another and back runs nothing`() throws {
    try project.file("in", "2\n")
    try project.run("-n").expect(status: 0)
    try project.file("in", "1\n")
    try project.run().expectRecorded()
  }

  @Test func `a FIFO in the place of an input is never opened`() throws {
    try project.remove("in")
    #expect(try Command(["/usr/bin/mkfifo", project.path("in")]).run() == 0)
    try project.run("--check").expect(status: 1)
  }

  @Test func `a word that is none is refused`() throws {
    project.forgetStages()
    try project.stage("copy", "true", more: ["staleness": "contents", "on_failure": "undo"])
    try project.run().expectRecorded(status: 2)
  }

  @Test(.enabled(if: Tool.hasCompiler)) func `a manifest in Swift says it likewise`() throws {
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
