import Foundation
import Testing

/// The outputs of a failed attempt under each choice of `"on_failure"`.
@Suite struct OnFailureTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
  }

  /// Declares and runs a stage that writes its output and exits with the status in `in.status`.
  private func declare(_ choice: String, _ more: [String: any Sendable] = [:]) throws {
    try project.stage(
      "copy",
      "echo BEGIN > out; cat in >> out; mkdir folder; echo x > folder/x; exit $(cat in.status)",
      in: ["in", "in.status"],
      out: ["out", "folder/"],
      more: more.merging(["on_failure": choice]) { $1 }
    )
    try project.file("in.status", "0\n")
    try project.run().expect(status: 0)
    try project.file("in", "2\n")
  }

  private func expectNothingAside() {
    #expect(!project.exists(".pipeline/aside"))
  }

  @Test func `restore puts the earlier outputs back`() throws {
    try declare("restore")
    try project.file("in.status", "3\n")
    try project.run().expectRecorded(status: 1)
    #expect(try project.read("out") == "BEGIN\n1\n")
    #expect(try project.read("folder/x") == "x\n")
    expectNothingAside()
    try project.expectReason(beginning: "last attempt failed (exit 3)")
    try project.file("in.status", "0\n")
    try project.run().expect(status: 0)
    #expect(try project.read("out") == "BEGIN\n2\n")
    expectNothingAside()
    try project.run("--check").expect()
    let log = try project.read(".pipeline/log.jsonl")
    #expect(log.contains(#""outputs":"restored""#))
  }

  @Test func `delete removes the outputs`() throws {
    try declare("delete")
    try project.file("in.status", "3\n")
    try project.run().expectRecorded(status: 1)
    #expect(!project.exists("out"))
    #expect(!project.exists("folder"))
  }

  @Test(arguments: ["restore", "delete", "keep"])
  func `the next run first recovers from a killed runner`(choice: String) throws {
    try project.stage(
      "copy",
      "echo BEGIN > out; touch begun; [ -e go ] || sleep 1000; cat in >> out",
      in: ["in"],
      out: ["out"],
      more: ["on_failure": choice]
    )
    try project.file("go")
    try project.run().expect(status: 0)
    try project.remove("go")
    try project.remove("begun")
    try project.file("in", "2\n")
    let running = try project.start()
    try running.wait(forFile: "begun")
    running.signal(SIGKILL)
    _ = try running.finish()
    #expect(try project.read("out") == "BEGIN\n")
    // Reading commands change nothing and do not end the script that is still alive.
    let plan = try project.start(["-n"]).finish()
    #expect(plan.stdout.contains("▶ copy  last attempt was interrupted"))
    #expect(try project.read("out") == "BEGIN\n")
    try project.file("go")
    try project.run().expectRecorded(choice)
    #expect(try project.read("out") == "BEGIN\n2\n")
    expectNothingAside()
    try project.run("--check").expect()
  }

  @Test func `an interrupted stage restores its earlier outputs`() throws {
    try project.stage(
      "copy",
      "echo BEGIN > out; touch begun; [ -e go ] || sleep 1000; cat in >> out",
      in: ["in"],
      out: ["out"],
      more: ["on_failure": "restore"]
    )
    try project.file("go")
    try project.run().expect(status: 0)
    try project.remove("go")
    try project.remove("begun")
    try project.file("in", "2\n")
    let running = try project.start()
    try running.wait(forFile: "begun")
    running.signal(SIGINT)
    try running.finish().expectRecorded(status: -SIGINT)
    #expect(try project.read("out") == "BEGIN\n1\n")
    expectNothingAside()
  }

  @Test func `a timeout restores the earlier outputs`() throws {
    try declare("restore", ["timeout": 0.3])
    try project.file("in.status", "$(sleep 1000)\n")
    project.forgetStages()
    try project.stage(
      "copy",
      "echo BEGIN > out; sleep 1000",
      in: ["in"],
      out: ["out", "folder/"],
      more: ["on_failure": "restore", "timeout": 0.3]
    )
    try project.run().expectRecorded(status: 1)
    #expect(try project.read("out") == "BEGIN\n1\n")
    #expect(try project.read("folder/x") == "x\n")
  }

  @Test(.enabled(if: !Tool.isRoot, "root may write anywhere"))
  func `a stage does not start if its output cannot be moved`() throws {
    try project.stage(
      "copy",
      "cat in > sub/out",
      in: ["in"],
      out: ["sub/out"],
      more: ["on_failure": "restore"]
    )
    try project.run().expect(status: 0)
    try project.file("in", "2\n")
    try project.mode(0o555, "sub")
    let run = try project.run().expect(status: 1)
    #expect(run.stdout.contains("Permission denied"))
    #expect(try project.read("sub/out") == "1\n")
  }

  @Test(.enabled(if: Tool.hasCompiler)) func `a Swift manifest can declare the same choices`()
    throws
  {
    try project.manifest(
      swift: """
          OnFailure(.restore)
          Stage("a") {
            Command("cat \\(input: "in") > \\(output: "a.out"); exit $(cat \\(input: "status"))")
          }
          Stage("b") {
            OnFailure(.delete)
            Command("cat \\(input: "in") > \\(output: "b.out"); exit $(cat \\(input: "status"))")
          }
        """
    )
    try project.file("status", "0\n")
    try project.run().expect(status: 0)
    try project.file("in", "2\n")
    try project.file("status", "1\n")
    try project.run("-k").expect(status: 1)
    #expect(try project.read("a.out") == "1\n")
    #expect(!project.exists("b.out"))
    let manifest = try project.run("manifest").expect(status: 0)
    #expect(manifest.stdout.contains("  on failure  restore\n"))
    #expect(manifest.stdout.contains("  on failure  delete\n"))
  }
}
