import Foundation
import Testing

/// A run that is stopped in the middle, in every way there is, and the next one.
@Suite struct SignalTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
    // Half an output, then the first time a wait.
    let slow =
      "echo BEGIN > mid; if mkdir first 2>/dev/null; then touch started; sleep 1000; fi; cat in >> mid; echo END >> mid"
    try project.stage("first", "cat in > a", in: ["in"], out: ["a"])
    try project.stage("slow", slow, in: ["a"], out: ["mid"])
    try project.stage("last", "cat mid > out", in: ["mid"], out: ["out"])
  }

  /// Starts a run, waits until `slow` is in the middle of its work, sends a signal.
  private func interrupted(by signal: Int32) throws -> Outcome {
    let running = try project.start()
    try running.wait(forFile: "started")
    running.signal(signal)
    let outcome = try running.finish()
    if signal != SIGKILL { running.checkInvariants(outcome, #_sourceLocation) }
    return outcome
  }

  /// What holds of a run after one that was stopped.
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
  func `a signal stops the scripts, is logged, and is what the runner dies of`(
    signal: Int32
  ) throws {
    let name = [SIGINT: "INT", SIGTERM: "TERM", SIGHUP: "HUP"][signal] ?? ""
    try interrupted(by: signal).expectRecorded(name, status: -signal)
    let end = try #require(try project.log("run_finished").last)
    #expect(end["outcome"] as? String == "interrupted")
    #expect(end["signal"] as? Int == Int(signal))
    try resumes()
  }

  @Test func `a runner that is killed leaves a stage that must run again`() throws {
    let running = try project.start()
    try running.wait(forFile: "started")
    running.signal(SIGKILL)
    #expect(try running.finish().status == -SIGKILL)
    #expect(!LivingProcesses(marker: project.marker).all.isEmpty)
    // The script of the dead run is still there: the next run ends it before it starts its own.
    try project.run().expectRecorded()
    #expect(try project.read("out") == "BEGIN\n1\nEND\n")
    try project.run().expectRecorded()
  }

  @Test func `a script that ignores the signal is killed after its grace`() throws {
    project.forgetStages()
    let command = "trap '' INT TERM; touch started; while :; do sleep 1; done"
    try project.stage("slow", command, in: ["in"])
    #expect(try interrupted(by: SIGTERM).status == -SIGTERM)
  }

  @Test func `a second signal kills at once`() throws {
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

  @Test func `with keep-going too, nothing new starts after a signal`() throws {
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
