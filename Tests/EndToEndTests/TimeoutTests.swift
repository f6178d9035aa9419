import Foundation
import Testing

/// Scripts that hang, and the processes that they leave behind.
///
/// None of them outlives the run.
@Suite struct TimeoutTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
  }

  @Test func `the runner ends a hanging script at its timeout and names the clause`() throws {
    try project.stage("slow", "sleep 1000", in: ["in"], out: ["o"], more: ["timeout": 1])
    try project.run().expectRecorded(status: 1)
    #expect(try project.ends() == ["timed out after 1 s"])
  }

  @Test(arguments: [
    "trap '' TERM; while :; do sleep 1; done", "kill -STOP $$",
    "(trap '' TERM; while :; do sleep 1; done) & wait",
  ])
  func `the runner kills a script that outlives the grace period`(command: String) throws {
    try project.stage("slow", command, in: ["in"], more: ["timeout": 1])
    try project.run().expect(status: 1)
    #expect(try project.ends() == ["timed out after 1 s"])
  }

  @Test(arguments: ["sleep 1000 & exit 0", "sleep 1000 & exit 7"])
  func `a background process neither delays the end of its stage nor survives it`(
    command: String
  ) throws {
    try project.stage("quick", command, in: ["in"], more: ["timeout": "never"])
    try project.run().expect(status: command.hasSuffix("7") ? 1 : 0)
  }

  @Test func `the pipeline's timeout applies to a stage without one`() throws {
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

  @Test func `the timeout does not count the time in which the runner is stopped`() throws {
    // The script ends once `go` exists, which is later than the timeout.
    let command = "while [ ! -e go ]; do sleep 0.05; done; echo > o"
    try project.stage("a", command, in: ["in"], out: ["o"], more: ["timeout": 3])
    let running = try project.start()
    try running.wait(forFile: ".pipeline/log.jsonl")
    running.signal(SIGTSTP)
    try running.wait("the runner has stopped") { LivingProcesses.isStopped(running.pid) }
    // This is longer than the timeout. How much longer does not matter.
    usleep(3_500_000)
    running.signal(SIGCONT)
    try project.file("go")
    let outcome = try running.finish()
    outcome.expect(status: 0)
    running.checkInvariants(outcome, #_sourceLocation)
  }
}
