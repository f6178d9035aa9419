import Foundation
import Testing

/// Scripts that hang, and what they leave behind; nothing of it outlives the run.
@Suite struct TimeoutTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
  }

  @Test func `a script that hangs is ended at its limit, and the clause is named`() throws {
    try project.stage("slow", "sleep 1000", in: ["in"], out: ["o"], more: ["timeout": 1])
    try project.run().expectRecorded(status: 1)
    #expect(try project.ends() == ["timed out after 1 s"])
  }

  @Test(arguments: [
    "trap '' TERM; while :; do sleep 1; done", "kill -STOP $$",
    "(trap '' TERM; while :; do sleep 1; done) & wait",
  ])
  func `a script that does not want to end is killed after its grace`(command: String) throws {
    try project.stage("slow", command, in: ["in"], more: ["timeout": 1])
    try project.run().expect(status: 1)
    #expect(try project.ends() == ["timed out after 1 s"])
  }

  @Test(arguments: ["sleep 1000 & exit 0", "sleep 1000 & exit 7"])
  func `what a script leaves in the background neither delays the end nor lives on`(
    command: String
  ) throws {
    try project.stage("quick", command, in: ["in"], more: ["timeout": "never"])
    try project.run().expect(status: command.hasSuffix("7") ? 1 : 0)
  }

  @Test func `a time limit of the pipeline holds where a stage says none`() throws {
    try project.manifest(
      json: """
        {"name": "p", "timeout": 1, "stages": [
        {"name": "a", "scripts": [{"command": "sleep 1000"}], "timeout": {"minutes": 1}},
        {"name": "b", "scripts": [{"command": "sleep 1000"}]}
        ]}
        """
        .replacingOccurrences(of: "\"sleep 1000\"}], \"timeout\"", with: "\"true\"}], \"timeout\"")
    )
    try project.run().expect(status: 1)
    #expect(try project.ends() == ["succeeded", "timed out after 1 s"])
  }

  @Test func `the clock of the limit stands still while the runner does`() throws {
    // The script says when it has lived long enough; the limit alone would have ended it before.
    let command = "while [ ! -e go ]; do sleep 0.05; done; echo > o"
    try project.stage("a", command, in: ["in"], out: ["o"], more: ["timeout": 3])
    let running = try project.start()
    try running.wait(forFile: ".pipeline/log.jsonl")
    running.signal(SIGTSTP)
    try running.wait("the runner has stopped") { LivingProcesses.isStopped(running.pid) }
    // Longer than the limit; nothing is decided by how much longer.
    usleep(3_500_000)
    running.signal(SIGCONT)
    try project.file("go")
    let outcome = try running.finish()
    outcome.expect(status: 0)
    running.checkInvariants(outcome, #_sourceLocation)
  }
}
