import Foundation
import Testing

/// JSON output for programs: it parses and has the same content as the text.
@Suite struct JSONAnswerTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
    try project.stage("one", "cat in > mid", in: ["in"], out: ["mid"], more: ["summary": "First"])
    try project.stage("two", "cat mid > out", in: ["mid"], out: ["out"])
  }

  private func answer(_ arguments: String...) throws -> [String: Any] {
    let outcome = try project.start(arguments).finish().expect(status: 0)
    #expect(outcome.stderr.isEmpty)
    let object = try JSONSerialization.jsonObject(with: Data(outcome.rawOutput.utf8))
    return try #require(object as? [String: Any])
  }

  @Test func `a dry run prints the plan as JSON`() throws {
    try project.run()
    try project.touch("in", at: 5)
    let plan = try answer("--dry-run", "--json")
    #expect(plan["pipeline"] as? String == "p")
    #expect(plan["to_run"] as? Int == 1 && plan["may_run"] as? Int == 1)
    let stages = try #require(plan["stages"] as? [[String: Any]])
    #expect(stages.map { $0["verdict"] as? String } == ["run", "may_run"])
    #expect(stages[0]["commands"] as? [String] == ["cat in > mid"])
    let reasons = try #require(stages[0]["reasons"] as? [[String: Any]])
    #expect(reasons.map { $0["kind"] as? String } == ["input_changed"])
    let to = try #require(reasons[0]["to"] as? [String: Any])
    #expect(to["modified"] as? String == "1970-01-01T00:00:05.000000000Z")
  }

  @Test func `the tool lists the stages as JSON`() throws {
    let list = try answer("--list-stages", "--json", "--to", "one")
    let stages = try #require(list["stages"] as? [[String: Any]])
    #expect(stages.map { $0["stage"] as? String } == ["one"])
    #expect(stages[0]["summary"] as? String == "First")
    #expect(stages[0]["outputs"] as? [String] == ["mid"])
  }

  @Test func `the tool prints the manifest as JSON`() throws {
    let manifest = try answer("manifest", "--json")
    #expect(manifest["name"] as? String == "p")
    #expect((manifest["stages"] as? [Any])?.count == 2)
  }

  @Test func `a file name with a line break cannot forge a log line`() throws {
    let evil = "a\"}\n{\"stage\":\"b\",\"timestamp\":\"x\",\"success\":true"
    try project.file(evil, "1")
    project.forgetStages()
    try project.stage("one", "echo \(evil.count) > out", in: [evil], out: ["out"])
    _ = try answer("-n", "--json")
    try project.run().expect(status: 0)
    try project.touch(evil, at: 1)
    try project.run().expect(status: 0)
    #expect(try project.log("stage_finished").map { $0["stage"] as? String } == ["one", "one"])
  }
}
