import Foundation
import RecordedTexts
import Testing

/// The reported states of stages before, during and after a run.
///
/// Reporting never takes the lock.
@Suite struct StatusTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
    try project.stage("clean", "cat in > a", in: ["in"], out: ["a"])
    // `touch` does not work here: it sets the file's time after it has made the file.
    let wait = ": > started; while [ ! -s go ]; do sleep 0.02; done; exit $(cat go)"
    try project.stage("fit", "echo fitting; \(wait)", in: ["a"])
    try project.stage("plot", "cat a > c", in: ["a"], out: ["c"], up: ["fit"])
  }

  @Test func `reading commands work in a root that never ran and write nothing`() throws {
    let before = try project.snapshot()
    try project.run("status").expectRecorded()
    #expect(try project.snapshot() == before)
    try project.run("log").expectRecorded()
    try project.run("log", "--json").expectRecorded()
    try project.run("log", "last").expectRecorded()
    try project.run("log", "--output", "fit").expectRecorded()
    try project.run("--failed").expectRecorded()
    #expect(try project.snapshot() == before)
  }

  @Test func `status shows a running stage and later its failure`() throws {
    let running = try project.start()
    try running.wait(forFile: "started")
    let before = try project.snapshot()
    let status = try project.start(["status"]).finish()
    expectRecorded(
      status.stdout.replacingOccurrences(of: "running since TIME · SECONDS", with: "NOW")
    )
    #expect(try project.start(["--list-stages"]).finish().stdout.contains("fit    running since "))
    let plan = try project.start(["-n"]).finish()
    plan.expectRecorded()
    try project.start(["-n", "--stage", "plot"]).finish().expectRecorded(status: 3)
    #expect(try project.start(["--check"]).finish().status == 1)
    #expect(try project.snapshot() == before)
    try project.file("go", "4")
    try running.finish().expect(status: 1)
    try project.run("status").expectRecorded()
    try project.run("status", "--state", "failed,interrupted", "p*").expectRecorded()
    let maker = try project.run("status", "a", "--json").expect(status: 0)
    #expect(maker.stdout.contains("\"stage\": \"clean\""))
    #expect(!maker.stdout.contains("\"stage\": \"fit\""))
    try project.run("--failed", "--list-stages").expectRecorded()
    try project.file("go", "0")
    let again = try project.run("--failed").expect(status: 0)
    #expect(again.stageLines.first == "▶ fit  last attempt failed (exit 4)")
    try project.run("--failed", "-n").expectRecorded()
    try project.run("--failed", "--check").expect()
  }

  @Test func `a killed run counts as unfinished and its stage as interrupted`() throws {
    let running = try project.start()
    try running.wait(forFile: "started")
    running.signal(SIGKILL)
    _ = try running.finish()
    // The script outlives its runner, but it does not count as a running stage.
    try project.file("go", "0")
    try running.wait("the script's end") { LivingProcesses(marker: project.marker).all.isEmpty }
    let status = try project.run("status", "fit")
    expectRecorded(status.stdout)
    let log = try project.run("log")
    #expect(log.stdout == "· RUN  TIME  did not finish  1 ran · pipeline\n")
    let last = try project.run("log", "last")
    #expect(last.stdout.contains("· fit    did not finish · started TIME\n"))
    try project.run("--failed").expectRecorded()
  }
}
