import Testing

/// Which stages a command line means, and what of the others it needs.
@Suite struct SelectionTests {
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

  /// The stages that a dry run with these arguments speaks of.
  private func selected(_ arguments: String...) throws -> String {
    let running = try project.start(arguments + ["--list-stages"])
    let outcome = try running.finish()
    return outcome.stdout.split(separator: "\n")
      .filter { $0.first?.isNumber == true }
      .map { $0.split(separator: " ")[1] }
      .joined(separator: " ")
  }

  @Test func `each option selects what the manual says`() throws {
    #expect(try selected() == "fetch clean-a clean-b join other")
    #expect(try selected("--all") == "fetch clean-a clean-b join other")
    #expect(try selected("--stage", "join") == "join")
    #expect(try selected("--stage", "join", "--stage", "fetch") == "fetch join")
    #expect(try selected("--stage", "clean-*") == "clean-a clean-b")
    #expect(try selected("--from", "clean-b") == "clean-b join other")
    #expect(try selected("--to", "clean-b") == "fetch clean-b")
    #expect(try selected("clean-b") == "fetch clean-b")
    #expect(try selected("run", "clean-b", "other") == "fetch clean-b other")
    #expect(try selected("all") == "fetch clean-a clean-b join")
    #expect(try selected("./a") == "fetch clean-a")
    #expect(try selected("--downstream", "clean-a") == "clean-a join")
    #expect(try selected("--from", "clean-a", "--to", "join") == "clean-a clean-b join")
    #expect(try selected("--stage=join") == "join")
  }

  @Test func `force runs the selected stages, alone every stage`() throws {
    try project.run()
    try project.run("--stage", "other", "--force").expect(
      """
      p · 1 stage · 1 to run
      ▶ other  forced
        echo 1 > other
      ✓ other  SECONDS
      ✓ done in SECONDS · 1 ran
      """
    )
    try project.run("--force").expect(
      """
      p · 5 stages · 5 to run
      ▶ fetch    forced
        cat in > raw
      ✓ fetch    SECONDS
      ▶ clean-a  input raw changed since the last run (TIME → TIME)
        cat raw > a
      ✓ clean-a  SECONDS
      ▶ clean-b  input raw changed since the last run (TIME → TIME)
        cat raw > b
      ✓ clean-b  SECONDS
      ▶ join     input a changed since the last run (TIME → TIME) (and 1 more reason)
        cat a b > all
      ✓ join     SECONDS
      ▶ other    forced
        echo 1 > other
      ✓ other    SECONDS
      ✓ done in SECONDS · 5 ran
      """
    )
  }

  @Test func `a selection that goes from a stage runs it and what comes after, if it must`() throws
  {
    try project.run()
    try project.remove("b")
    try project.run("--from", "clean-b").expect(
      """
      p · 3 stages · 1 to run · 1 may run
      ✓ other    up to date
      ▶ clean-b  output b is missing
        cat raw > b
      ✓ clean-b  SECONDS
      ▶ join     input b changed since the last run (TIME → TIME)
        cat a b > all
      ✓ join     SECONDS
      ✓ done in SECONDS · 2 ran, 1 up to date
      """
    )
  }

  @Test func `a misspelt stage gets the nearest as a hint`() throws {
    try project.run("--stage", "jion").expect(
      stderr: """
        error: there is no stage `jion`
          stages:  fetch, clean-a, clean-b, join, other
        hint: did you mean `join`?
        """,
      status: 2
    )
    try project.run("--from", "clean").expect(
      stderr: """
        error: there is no stage `clean`
          stages:  fetch, clean-a, clean-b, join, other
        hint: did you mean `clean-a`?
        """,
      status: 2
    )
    try project.run("--stage", "x-*").expect(
      stderr: """
        error: no stage's name matches `x-*`
        hint: `pipeline --list-stages` shows them all
        """,
      status: 2
    )
    try project.run("runn").expect(
      stderr: """
        error: there is no stage `runn`, and no stage makes a file of that name
          stages:  fetch, clean-a, clean-b, join, other
        hint: did you mean the command `run`?
        """,
      status: 2
    )
    #expect(!project.exists(".pipeline"))
  }

  @Test func `a verb wins over a stage of its name, and says so`() throws {
    try project.stage("manifest", "true", in: ["in"])
    let outcome = try project.run("manifest", "--json").expect(status: 0)
    #expect(outcome.stdout.hasPrefix("{"))
    outcome.expect(
      outcome.stdout.trimmingSuffix("\n"),
      stderr: """
        warning: `manifest` is a command and a stage; this is the command
        hint: `pipeline --to manifest` is the stage
        """
    )
    #expect(try selected("--to", "manifest") == "manifest")
  }
}

extension String {
  /// The text without an ending that it has.
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}
