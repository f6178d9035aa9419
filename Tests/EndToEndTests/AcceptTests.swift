import Foundation
import Testing

/// `pipeline accept`: marks stages as up to date without running them.
@Suite struct AcceptTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
    try project.file("copy.sh", "cat in > out\n")
    try project.stage("copy", script: "copy.sh", in: ["in"], out: ["out"])
    try project.stage("late", "cat out > end", in: ["out"], out: ["end"])
  }

  @Test func `accepting a changed script records the reason in the log`() throws {
    try project.run().expect(status: 0)
    try project.file("copy.sh", "# a comment\ncat in > out\n")
    try project.run("accept", "copy", "--reason", "comment only").expectRecorded()
    try project.run().expectRecorded()
    try project.run("accept", "c*", "late", "--reason", "again").expectRecorded()
    try project.run("log", "--stage", "copy").expectRecorded()
    #expect(try project.run("log").stdout.split(separator: "\n").count == 2)
    let line = try #require(try project.log("accepted").first)
    let run = try #require(try project.log("run_started").first?["run"] as? String)
    #expect(line["run"] as? String == run)
    #expect((line["accepted"] as? [String: Any])?["reason"] as? String == "comment only")
    #expect(try project.log("accepted").count == 1)
  }

  @Test func `an accepted edit of an output leaves the stages that read it stale`() throws {
    try project.run().expect(status: 0)
    try project.file("out", "by hand\n")
    try project.run("accept", "copy", "--reason", "corrected by hand").expectRecorded()
    try project.run().expect(status: 0)
    #expect(try project.read("end") == "by hand\n")
  }

  @Test func `accept lists the first reasons, and all of them with -v`() throws {
    try project.stage("many", "true", in: ["m/*"], out: ["end2"])
    for name in ["a", "b", "c", "d", "e"] { try project.file("m/\(name)", "1") }
    try project.file("end2", "1")
    try project.run("--stage", "copy").expect(status: 0)
    try project.run("--stage", "many").expect(status: 0)
    for (second, name) in ["a", "b", "c", "d", "e"].enumerated() {
      try project.touch("m/\(name)", at: 1_000_000_000 + second)
    }
    let text = try project.run("accept", "many", "--reason", "x").stdout
    #expect(text.split(separator: "\n").count == 5)
    #expect(text.hasSuffix("    … and 2 more reasons (-v)\n"))
    for (second, name) in ["a", "b", "c", "d", "e"].enumerated() {
      try project.touch("m/\(name)", at: 1_000_000_010 + second)
    }
    let all = try project.run("accept", "many", "-v", "--reason", "x").stdout
    #expect(all.split(separator: "\n").count == 6)
  }

  @Test func `accept reports all obstacles together and writes nothing`() throws {
    try project.stage("bad", "echo half > b; exit 2", in: ["in"], out: ["b"])
    try project.run("-k").expect(status: 1)
    try project.remove("end")
    try project.file("copy.sh", "# a comment\ncat in > out\n")
    let before = try project.snapshot().filter { $0.key != ".pipeline/lock" }
    try project.run("accept", "*", "--reason", "all of them").expectRecorded(status: 3)
    #expect(try project.snapshot().filter { $0.key != ".pipeline/lock" } == before)
  }

  @Test func `accept refuses an interrupted attempt and kills its orphans`() throws {
    project.forgetStages()
    let wait = "echo half > out; touch started; while :; do sleep 0.05; done"
    try project.stage("slow", wait, in: ["in"], out: ["out"])
    let running = try project.start()
    try running.wait(forFile: "started")
    running.signal(SIGKILL)
    _ = try running.finish()
    try project.run("accept", "slow", "--reason", "looks fine").expectRecorded(status: 3)
  }

  @Test func `a stage that never ran here is accepted, and nothing runs`() throws {
    try project.file("out", "from a colleague\n")
    try project.file("end", "from a colleague\n")
    try project.run("accept", "copy", "late", "--reason", "made elsewhere").expect(status: 0)
    try project.run("--check").expect()
    #expect(try project.read("out") == "from a colleague\n")
    try project.run("log").expectRecorded()
  }

  @Test func `accept refuses unknown names, and refuses while a run is in progress`() throws {
    try project.run("accept", "out", "--reason", "x").expectRecorded(status: 2)
    try project.run("accept", "cpy", "--reason", "x").expectRecorded(status: 2)
    let wait = "touch started; while [ ! -e go ]; do sleep 0.02; done; cat out > w"
    try project.stage("wait", wait, in: ["out"], out: ["w"])
    let running = try project.start()
    try running.wait(forFile: "started")
    let refused = try project.start(["accept", "copy", "--reason", "x"]).finish()
    refused.expectRecorded(status: 3)
    try project.file("go")
    try running.finish().expect(status: 0)
  }
}
