import Foundation
import Testing

/// One run at a time in a root.
@Suite struct LockTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
    let command =
      "echo run >> runs; touch started; while [ ! -e go ]; do sleep 0.02; done; cat in > out"
    try project.stage("slow", command, in: ["in"], out: ["out"])
  }

  @Test func `a second run says who is there, and touches nothing`() throws {
    let first = try project.start()
    try first.wait(forFile: "started")
    let second = try project.start(["--all"])
    try second.finish().expect(
      stderr: """
        error: another run is going on in this root
          process:  PID on HOST
          since:    TIME
          command:  pipeline
        hint: `pipeline status` shows where it stands; the lock is free as soon as its process has ended
        """,
      status: 3
    )
    // Reading commands go on meanwhile, and wait for nobody.
    #expect(try project.start(["--check"]).finish().status == 1)
    #expect(try project.start(["--list-stages"]).finish().status == 0)
    try project.file("go")
    let outcome = try first.finish()
    first.checkInvariants(outcome, #_sourceLocation)
    outcome.expect(status: 0)
    #expect(try project.read("runs") == "run\n")
    try project.run().expect("✓ nothing to do · 1 up to date")
  }

  @Test func `of many runs at once, one runs each stage once`() throws {
    try project.file("go")
    let runs = try (1...12).map { _ in try project.start() }
    let statuses = try runs.map { try $0.finish().status }
    #expect(statuses.contains(0))
    #expect(statuses.allSatisfy { $0 == 0 || $0 == 3 })
    #expect(try project.read("runs") == "run\n")
    project.checkLog()
  }

  @Test func `a lock file that a dead run has left holds nobody up`() throws {
    try project.file("go")
    try project.file(".pipeline/lock", "{\"pid\": 1, \"since\": \"x\", \"host\": \"h\"}\n")
    try project.run().expect(status: 0)
  }
}
