import Testing

/// Errors in the command line, and missing files.
@Suite struct UsageTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.stage("a", "touch ran")
  }

  @Test func `a misspelt option suggests the nearest one`() throws {
    try project.run("--dryrun").expectRecorded(status: 2)
    try project.run("--form", "a").expectRecorded(status: 2)
    try project.run("-x").expectRecorded(status: 2)
    #expect(!project.exists("ran"))
  }

  @Test func `a misspelt command suggests the nearest one`() throws {
    try project.run("manifst").expectRecorded(status: 2)
  }

  @Test func `the tool checks values before anything runs`() throws {
    try project.run("-j", "0").expectRecorded(status: 2)
    try project.run("-j", "many").expectRecorded(status: 2)
    try project.run("--stage").expectRecorded(status: 2)
    try project.run("--color", "alway").expectRecorded(status: 2)
    try project.run("--dry-run", "--check").expectRecorded(status: 2)
    try project.run("--all", "--stage", "a").expectRecorded(status: 2)
    try project.run("--json").expectRecorded(status: 2)
    #expect(!project.exists("ran"))
  }

  @Test func `a folder without a manifest causes an error immediately`() throws {
    let empty = try Project()
    let outcome = try empty.run().expect(status: 2)
    #expect(outcome.stderr.hasPrefix("error: "))
    #expect(outcome.stderr.contains("pipeline init"))
    try empty.run("--manifest", "nope.json").expectRecorded(status: 2)
    try empty.run("-C", "nope").expectRecorded(status: 2)
    try empty.run("--manifest", "x.yaml").expectRecorded(status: 2)
    try empty.file("x.yaml")
    try empty.run("--manifest", "x.yaml").expectRecorded(status: 2)
    #expect(try empty.snapshot().keys.sorted() == [".", "x.yaml"])
  }

  @Test func `help and version answer without a manifest`() throws {
    let empty = try Project()
    try empty.run("--version").expectRecorded()
    let help = try empty.run("--help").expect(status: 0)
    for option in ["--all", "--stage", "--from", "--to", "--dry-run", "--check", "--list-stages"] {
      #expect(help.stdout.contains(option))
    }
    #expect(help.stderr.isEmpty)
  }

  @Test func `a hint repeats the options of its command`() throws {
    try project.stage("b", "cat first > b", in: ["first"], out: ["b"], up: ["a"])
    try project.run("-C", "root folder", "b", in: "..").expectRecorded(status: 3)
    try project.run("-C", "root folder", "status", in: "..").expectRecorded()
  }
}
