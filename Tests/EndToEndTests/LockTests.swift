import Foundation
import Testing

/// Only one run at a time can use a root.
@Suite struct LockTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
    let command =
      "echo run >> runs; touch started; while [ ! -e go ]; do sleep 0.02; done; cat in > out"
    try project.stage("slow", command, in: ["in"], out: ["out"])
  }

  @Test func `a second run names the first one and changes nothing`() throws {
    let first = try project.start()
    try first.wait(forFile: "started")
    let second = try project.start(["--all"])
    try second.finish().expectRecorded(status: 3)
    // Commands that only read still work and do not wait.
    #expect(try project.start(["--check"]).finish().status == 1)
    #expect(try project.start(["--list-stages"]).finish().status == 0)
    try project.file("go")
    let outcome = try first.finish()
    first.checkInvariants(outcome, #_sourceLocation)
    outcome.expect(status: 0)
    #expect(try project.read("runs") == "run\n")
    try project.run().expectRecorded()
  }

  @Test func `many parallel runs run each stage only once`() throws {
    try project.file("go")
    let runs = try (1...12).map { _ in try project.start() }
    let statuses = try runs.map { try $0.finish().status }
    #expect(statuses.contains(0))
    #expect(statuses.allSatisfy { $0 == 0 || $0 == 3 })
    #expect(try project.read("runs") == "run\n")
    project.checkLog()
  }

  @Test func `a lock file of a dead run does not block the next run`() throws {
    try project.file("go")
    try project.file(".pipeline/lock", "{\"pid\": 1, \"since\": \"x\", \"host\": \"h\"}\n")
    try project.run().expect(status: 0)
  }

  @Test func `with --wait, a run starts after the other one and reads everything again`() throws {
    let first = try project.start()
    try first.wait(forFile: "started")
    let second = try project.start(["--wait"])
    try second.wait("the note") { second.saidSoFar.contains("command:") }
    // The manifest gets another stage in the meantime.
    try project.stage("late", "cat out > end", in: ["out"], out: ["end"])
    try project.file("go")
    try first.finish().expect(status: 0)
    let outcome = try second.finish()
    second.checkInvariants(outcome, #_sourceLocation)
    outcome.expectRecorded()
    #expect(try project.read("runs") == "run\n")
  }

  @Test func `all waiting runs succeed, and each stage runs once`() throws {
    try project.file("go")
    let runs = try (1...20).map { _ in try project.start(["--wait"]) }
    let statuses = try runs.map { try $0.finish().status }
    #expect(statuses.allSatisfy { $0 == 0 }, "\(statuses)")
    #expect(try project.read("runs") == "run\n")
    #expect(try project.log("run_finished").count == 20)
    project.checkLog()
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func `a signal ends the wait immediately`(signal: Int32) throws {
    let first = try project.start()
    try first.wait(forFile: "started")
    let second = try project.start(["--wait"])
    try second.wait("the note") { second.saidSoFar.contains("command:") }
    second.signal(signal)
    #expect(try second.finish().status == -signal)
    try project.file("go")
    try first.finish().expect(status: 0)
  }

  @Test func `accept and clean wait, too`() throws {
    let first = try project.start()
    try first.wait(forFile: "started")
    let waiting = [
      try project.start(["accept", "slow", "--wait", "--reason", "x"]),
      try project.start(["clean", "--wait", "--yes", "--force"]),
    ]
    for tool in waiting { try tool.wait("the note") { tool.saidSoFar.contains("command:") } }
    try project.file("go")
    try first.finish().expect(status: 0)
    // Either order may happen: accept finds the stage up to date, or its output is gone.
    #expect([0, 3].contains(try waiting[0].finish().status))
    #expect(try waiting[1].finish().status == 0)
    #expect(!project.exists("out"))
  }

  @Test func `a run with --failed reads the last failures after it has waited`() throws {
    project.forgetStages()
    let command =
      "touch started; while [ ! -e go ]; do sleep 0.02; done; [ -e fixed ] && cat in > out"
    try project.stage("slow", command, in: ["in"], out: ["out"])
    let first = try project.start()
    try first.wait(forFile: "started")
    let second = try project.start(["--failed", "--wait"])
    try second.wait("the note") { second.saidSoFar.contains("command:") }
    try project.file("go")
    try first.finish().expect(status: 1)
    #expect(try second.finish().status == 1)
    try project.file("fixed")
    #expect(try project.run("--failed", "--wait").status == 0)
  }

  @Test(arguments: [
    ["--wait"], [], ["accept", "slow", "--reason", "x"], ["clean", "-y", "--wait"],
  ])
  func `a file system without locks is an error, and the tool does not wait`(
    arguments: [String]
  ) throws {
    #if os(Linux)
    guard
      let library = try project.library(
        "int flock(int file, int operation) { *__errno_location() = 37; return -1; }",
        including: "errno.h"
      )
    else { return print("skipped: no C compiler") }
    let outcome = try project.start(arguments, env: ["LD_PRELOAD": library]).finish()
    outcome.expectRecorded(status: 3)
    #expect(!project.exists("out"))
    #endif
  }
}
