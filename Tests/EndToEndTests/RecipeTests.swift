import Foundation
import Testing

/// The recipe of a stage.
///
/// A change of it makes the stage stale.
@Suite struct RecipeTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
  }

  @Test func `a changed script, argument or command makes its stage stale`() throws {
    try project.file("a.sh", "cat in > \"$1\"\n")
    try project.stage(
      "copy",
      script: "a.sh",
      arguments: ["out", "--top", "10"],
      in: ["in"],
      out: ["out"]
    )
    try project.run()
    project.forgetStages()
    try project.stage(
      "copy",
      script: "a.sh",
      arguments: ["out", "--top", "20"],
      in: ["in"],
      out: ["out"]
    )
    try project.expectReason("arguments of a.sh changed (out --top 10 → out --top 20)")
    try project.run()
    try project.file("a.sh", "cat in > \"$1\" # more\n")
    try project.expectReason("script a.sh changed (TIME → TIME)")
    project.forgetStages()
    try project.stage("copy", "cat in > out", in: ["in"], out: ["out"])
    try project.expectReason(beginning: "scripts changed")
  }

  @Test func `a changed variable makes its stage stale, and no file contains its value`() throws {
    let more: [String: any Sendable] = ["environment": ["REGION"]]
    try project.stage("copy", "cat in > out", in: ["in"], out: ["out"], more: more)
    try project.run(env: ["REGION": "s3cr3t-north"]).expect(status: 0)
    try project.run("--check", env: ["REGION": "s3cr3t-north"]).expect()
    let outcome = try project.run("-n", env: ["REGION": "s3cr3t-south"])
    #expect(outcome.stageLines.first == "▶ copy  variable REGION changed")
    try project.run(env: ["REGION": "s3cr3t-south"])
    for (name, entry) in try project.snapshot() where name.hasPrefix(".pipeline") {
      let text = Data(base64Encoded: String(entry.split(separator: " ").dropFirst(2).last ?? ""))
      #expect(!String(decoding: text ?? Data(), as: UTF8.self).contains("s3cr3t"), "\(name)")
    }
  }

  @Test func `a renamed stage has never run`() throws {
    try project.copied()
    project.forgetStages()
    try project.stage("renamed", "cat in > out", in: ["in"], out: ["out"])
    try project.expectReason("has never run here", of: "renamed")
    try project.run().expect(status: 0)
    try project.run("--check").expect()
  }

  @Test func `a change of the declared inputs makes the stage stale`() throws {
    try project.copied()
    try project.file("in2")
    project.forgetStages()
    try project.stage("copy", "cat in > out", in: ["in", "in2"], out: ["out"])
    try project.expectReason("declared inputs changed (+1): +in2")
  }

  @Test func `a stage without inputs and outputs always runs, one with inputs if they change`()
    throws
  {
    try project.stage("always", "true")
    try project.stage("report", "true", in: ["in"])
    try project.run()
    try project.run().expectRecorded()
    try project.touch("in", at: 7)
    try project.expectReason(
      "input in changed since the last run (TIME → TIME, an older file, same size)",
      of: "report"
    )
  }

  @Test func `a run of an upstream without a shared file makes the stage stale`() throws {
    try project.stage("fetch", "true", in: ["in"])
    try project.stage("use", "echo > out", out: ["out"], up: ["fetch"])
    try project.run()
    try project.run("--check").expect()
    try project.touch("in", at: 7)
    try project.run().expectRecorded()
  }
}
