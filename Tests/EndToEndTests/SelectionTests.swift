import Testing

/// The stages that a command line selects.
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

  /// Returns the names of the stages that these arguments select.
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

  @Test func `force runs the selected stages, or all if none is selected`() throws {
    try project.run()
    try project.run("--stage", "other", "--force").expectRecorded()
    try project.run("--force").expectRecorded()
  }

  @Test func `from runs a stage and its dependents only if they are stale`() throws {
    try project.run()
    try project.remove("b")
    try project.run("--from", "clean-b").expectRecorded()
  }

  @Test func `a misspelt stage name suggests the nearest one`() throws {
    try project.run("--stage", "jion").expectRecorded(status: 2)
    try project.run("--from", "clean").expectRecorded(status: 2)
    try project.run("--stage", "x-*").expectRecorded(status: 2)
    try project.run("runn").expectRecorded(status: 2)
    #expect(!project.exists(".pipeline"))
  }

  @Test func `a command wins over a stage of the same name, and the tool says so`() throws {
    try project.stage("manifest", "true", in: ["in"])
    let outcome = try project.run("manifest", "--json").expect(status: 0)
    #expect(outcome.stdout.hasPrefix("{"))
    outcome.expectRecorded()
    #expect(try selected("--to", "manifest") == "manifest")
  }
}

extension String {
  /// Returns the text without the suffix, if it has that suffix.
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}
