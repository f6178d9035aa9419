import Testing

/// The upstream stages of a selected stage that are not selected themselves.
@Suite struct UpstreamTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
    try project.stage("fetch", "cat in > raw", in: ["in"], out: ["raw"])
    try project.stage("clean-a", "cat raw > a", in: ["raw"], out: ["a"])
    try project.stage("clean-b", "cat raw > b", in: ["raw"], out: ["b"])
    try project.stage("join", "cat a b > all", in: ["a", "b"], out: ["all"])
    try project.stage("other", "echo 1 > other", in: ["in"], out: ["other"])
  }

  @Test func `all upstream stages of a selected stage must have run, and the tool lists them`()
    throws
  {
    try project.run("--stage", "join").expectRecorded(status: 3)
    try project.run("--stage", "join", "-n").expectRecorded(status: 3)
    #expect(!project.exists("all"))
    try project.run("--to", "join").expect(status: 0)
  }

  @Test func `a failed upstream does not count as run`() throws {
    try project.run()
    try project.file("in", "2\n")
    try project.file("raw.lock")
    project.forgetStages()
    try project.stage("fetch", "cat in > raw; exit 4", in: ["in"], out: ["raw"])
    try project.stage("clean-a", "cat raw > a", in: ["raw"], out: ["a"])
    try project.run("--stage", "fetch").expectRecorded(status: 1)
    try project.run("--stage", "clean-a").expectRecorded(status: 3)
  }

  @Test func `a run warns of a stale upstream and names the stages that are stale now`() throws {
    try project.run()
    try project.touch("in", at: 10)
    try project.run("--stage", "clean-a", "--force").expectRecorded()
    try project.run("--stage", "fetch").expectRecorded()
  }

  @Test func `a run warns of a stale upstream even if there is nothing to do`() throws {
    try project.run()
    try project.touch("in", at: 10)
    try project.run("--stage", "clean-a").expectRecorded()
    try project.run("--stage", "fetch", "--stage", "other").expect(status: 0)
    try project.run("--to", "clean-a").expect(status: 0)
    try project.run("--stage", "clean-a").expectRecorded()
  }
}
