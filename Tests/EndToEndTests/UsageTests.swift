import Testing

/// What is typed wrong, and what is not there.
@Suite struct UsageTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.stage("a", "touch ran")
  }

  @Test func `a misspelt option gets the nearest as a hint`() throws {
    try project.run("--dryrun").expect(
      stderr: """
        error: unknown option `--dryrun`
        hint: did you mean `--dry-run`?
        """,
      status: 2
    )
    try project.run("--form", "a").expect(
      stderr: """
        error: unknown option `--form`
        hint: did you mean `--from`?
        """,
      status: 2
    )
    try project.run("-x").expect(
      stderr: """
        error: unknown option `-x`
        hint: `pipeline --help` lists every option
        """,
      status: 2
    )
    #expect(!project.exists("ran"))
  }

  @Test func `a misspelt verb gets the nearest as a hint`() throws {
    try project.run("manifst").expect(
      stderr: """
        error: there is no stage `manifst`, and no stage makes a file of that name
          stages:  a
        hint: did you mean the command `manifest`?
        """,
      status: 2
    )
  }

  @Test func `values are checked before anything runs`() throws {
    try project.run("-j", "0").expect(
      stderr: """
        error: option `-j` cannot be `0`
          expected:  a whole number from 1 to 1000000
        hint: for example `-j 4`
        """,
      status: 2
    )
    try project.run("-j", "many").expect(
      stderr: """
        error: option `-j` cannot be `many`
          expected:  a whole number from 1 to 1000000
        hint: for example `-j 4`
        """,
      status: 2
    )
    try project.run("--stage").expect(
      stderr: """
        error: option `--stage` needs a value
          usage:  --stage NAME
        hint: for example `--stage plot`
        """,
      status: 2
    )
    try project.run("--color", "alway").expect(
      stderr: """
        error: option `--color` cannot be `alway`
          expected:  auto, always or never
        hint: did you mean `--color always`?
        """,
      status: 2
    )
    try project.run("--dry-run", "--check").expect(
      stderr: """
        error: options `--dry-run` and `--check` exclude each other
        hint: keep one of them
        """,
      status: 2
    )
    try project.run("--all", "--stage", "a").expect(
      stderr: """
        error: options `--all` and `--stage` exclude each other
        hint: keep one of them
        """,
      status: 2
    )
    try project.run("--json").expect(
      stderr: """
        error: option `--json` goes with what prints an answer
          answers:  --dry-run, --list-stages; pipeline status, why, log, manifest
        hint: add `--dry-run` for the plan; `pipeline log last --json` tells what a run did
        """,
      status: 2
    )
    #expect(!project.exists("ran"))
  }

  @Test func `a folder without a manifest is told so at once`() throws {
    let empty = try Project()
    let outcome = try empty.run().expect(status: 2)
    #expect(outcome.stderr.hasPrefix("error: "))
    #expect(outcome.stderr.contains("pipeline init"))
    try empty.run("--manifest", "nope.json").expect(
      stderr: "error: there is no file `nope.json`",
      status: 2
    )
    try empty.run("-C", "nope").expect(stderr: "error: there is no folder `nope`", status: 2)
    try empty.run("--manifest", "x.yaml").expect(
      stderr: "error: there is no file `x.yaml`",
      status: 2
    )
    try empty.file("x.yaml")
    try empty.run("--manifest", "x.yaml").expect(
      stderr: """
        error: `x.yaml` is no manifest by its name
        hint: a manifest's name ends in `.swift` or `.json`
        """,
      status: 2
    )
    #expect(try empty.snapshot().keys.sorted() == [".", "x.yaml"])
  }

  @Test func `help and version answer without a manifest`() throws {
    let empty = try Project()
    try empty.run("--version").expect("pipeline VERSION")
    let help = try empty.run("--help").expect(status: 0)
    for option in ["--all", "--stage", "--from", "--to", "--dry-run", "--check", "--list-stages"] {
      #expect(help.stdout.contains(option))
    }
    #expect(help.stderr.isEmpty)
  }
}
