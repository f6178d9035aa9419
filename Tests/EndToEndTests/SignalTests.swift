import Foundation
import Testing

/// A run that a signal stops in the middle, and the run after it.
@Suite struct SignalTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
    // The script writes half of its output. In the first run it then waits.
    let slow =
      "echo BEGIN > mid; if mkdir first 2>/dev/null; then touch started; sleep 1000; fi; cat in >> mid; echo END >> mid"
    try project.stage("first", "cat in > a", in: ["in"], out: ["a"])
    try project.stage("slow", slow, in: ["a"], out: ["mid"])
    try project.stage("last", "cat mid > out", in: ["mid"], out: ["out"])
  }

  /// Starts a run, waits until `slow` is in the middle of its work, and sends a signal.
  private func interrupted(by signal: Int32) throws -> Outcome {
    let running = try project.start()
    try running.wait(forFile: "started")
    running.signal(signal)
    let outcome = try running.finish()
    if signal != SIGKILL { running.checkInvariants(outcome, #_sourceLocation) }
    return outcome
  }

  /// Checks that the next run continues with the interrupted stage.
  private func resumes() throws {
    #expect(try project.read("mid") == "BEGIN\n")
    let outcome = try project.run().expect(status: 0)
    #expect(
      outcome.stageLines == [
        "✓ first  up to date", "▶ slow   last attempt was interrupted", "✓ slow   SECONDS",
        "▶ last   has never run here", "✓ last   SECONDS",
        "✓ done in SECONDS · 2 ran, 1 up to date",
      ]
    )
    #expect(try project.read("out") == "BEGIN\n1\nEND\n")
    try project.run().expectRecorded()
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func `a signal stops the scripts, appears in the log and ends the runner`(
    signal: Int32
  ) throws {
    let name = [SIGINT: "INT", SIGTERM: "TERM", SIGHUP: "HUP"][signal] ?? ""
    try interrupted(by: signal).expectRecorded(name, status: -signal)
    let end = try #require(try project.log("run_finished").last)
    #expect(end["outcome"] as? String == "interrupted")
    #expect(end["signal"] as? Int == Int(signal))
    try resumes()
  }

  @Test func `the next run repeats the stage of a killed runner`() throws {
    let running = try project.start()
    try running.wait(forFile: "started")
    running.signal(SIGKILL)
    #expect(try running.finish().status == -SIGKILL)
    #expect(!LivingProcesses(marker: project.marker).all.isEmpty)
    // The script of the dead run is still alive. The next run ends it before it starts its own.
    try project.run().expectRecorded()
    #expect(try project.read("out") == "BEGIN\n1\nEND\n")
    try project.run().expectRecorded()
  }

  @Test func `the runner kills a script that ignores the signal after the grace period`() throws {
    project.forgetStages()
    let command = "trap '' INT TERM; touch started; while :; do sleep 1; done"
    try project.stage("slow", command, in: ["in"])
    #expect(try interrupted(by: SIGTERM).status == -SIGTERM)
  }

  @Test func `a second signal kills the scripts immediately`() throws {
    project.forgetStages()
    let command = "trap 'touch told' TERM; touch started; while :; do sleep 0.05; done"
    try project.stage("slow", command, in: ["in"])
    let running = try project.start()
    try running.wait(forFile: "started")
    running.signal(SIGINT)
    try running.wait(forFile: "told")
    running.signal(SIGINT)
    let outcome = try running.finish()
    #expect(outcome.status == -SIGINT)
    running.checkInvariants(outcome, #_sourceLocation)
  }

  @Test func `no new stage starts after a signal, even with keep-going`() throws {
    project.forgetStages()
    try project.stage("slow", "touch started; sleep 1000", in: ["in"])
    try project.stage("other", "touch other", in: ["in"])
    let running = try project.start(["-k"])
    try running.wait(forFile: "started")
    running.signal(SIGINT)
    #expect(try running.finish().status == -SIGINT)
    #expect(!project.exists("other"))
  }
}
