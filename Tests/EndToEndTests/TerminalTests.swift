import Foundation
import Testing

/// The tool on a terminal: keys, colours, and scripts that read from the terminal.
@Suite struct TerminalTests {
  let project: Project
  let terminal: Terminal

  init() throws {
    project = try Project()
    terminal = try Terminal()
    try project.file("in", "1\n")
  }

  private func run(_ arguments: String..., env: [String: String?] = [:]) throws -> Outcome {
    let running = try project.start(arguments, env: env, terminal: terminal)
    let outcome = try running.finish()
    running.checkInvariants(outcome, #_sourceLocation)
    return outcome
  }

  @Test func `a script that reads standard input finds its end immediately`() throws {
    try project.stage("a", "cat; echo done", in: ["in"])
    try run(env: ["NO_COLOR": "1"]).expectRecorded()
  }

  @Test func `a script that opens the terminal fails immediately`() throws {
    try project.stage("a", "read x < /dev/tty; echo \"read $?\"", in: ["in"])
    let outcome = try run()
    #expect([0, 1].contains(outcome.status))
    #expect(try !project.log("stage_finished").isEmpty)
  }

  @Test func `output on a terminal has colours by default`() throws {
    try project.stage("a", "true", in: ["in"])
    #expect(try run("--force", env: ["TERM": "xterm"]).rawOutput.contains("\u{1B}[32m✓\u{1B}[0m"))
  }

  @Test(arguments: [["NO_COLOR": "1"], ["TERM": "dumb"]])
  func `output has no escapes if the environment disables them`(env: [String: String]) throws {
    try project.stage("a", "printf '\\033[31mred\\033[0m\\n'; exit 1", in: ["in"])
    let outcome = try run(env: env.mapValues { $0 }).expect(status: 1)
    #expect(!outcome.rawOutput.contains("\u{1B}"))
    #expect(outcome.rawOutput.contains("  red\n"))
  }

  @Test func `output of scripts never controls the terminal`() throws {
    let evil = "\u{1B}]0;title\u{07}\u{1B}[2J\u{1B}]52;c;aGk=\u{07}\u{9B}31m\u{202E}\u{1B}[31mred"
    try project.file("evil", evil + "\n")
    try project.stage("a", "cat evil", in: ["evil"])
    let outcome = try run(env: ["TERM": "xterm"]).expect(status: 0)
    for sequence in ["\u{1B}]", "\u{1B}[2J", "\u{07}", "\u{9B}", "\u{202E}"] {
      #expect(!outcome.rawOutput.contains(sequence))
    }
    #expect(outcome.rawOutput.contains("\u{1B}[31mred\u{1B}[0m"))
    let log = try #require(try project.log("stage_finished").last?["output_log"] as? String)
    #expect(try project.read(log) == evil + "\n")
  }

  @Test func `Ctrl-C stops the run and ends the runner by the same signal`() throws {
    try project.stage("slow", "echo BEGIN > o; touch started; sleep 1000", in: ["in"], out: ["o"])
    let running = try project.start(env: ["NO_COLOR": "1"], terminal: terminal)
    try running.wait(forFile: "started")
    terminal.type("\u{03}")
    let outcome = try running.finish()
    #expect(outcome.status == -SIGINT)
    #expect(outcome.stdout.contains("✗ interrupted by signal 2 (INT) · 1 cancelled"))
    running.checkInvariants(outcome, #_sourceLocation)
    #expect(
      try project.run("-n").stageLines.first == "▶ slow  last attempt was interrupted"
    )
  }

  @Test func `a second Ctrl-C kills the scripts immediately`() throws {
    let command = "trap 'touch told' TERM; touch started; while :; do sleep 0.05; done"
    try project.stage("slow", command, in: ["in"])
    let running = try project.start(terminal: terminal)
    try running.wait(forFile: "started")
    terminal.type("\u{03}")
    try running.wait(forFile: "told")
    terminal.type("\u{03}")
    let outcome = try running.finish()
    #expect(outcome.status == -SIGINT)
    running.checkInvariants(outcome, #_sourceLocation)
  }

  @Test func `a closed window stops the run`() throws {
    try project.stage("slow", "touch started; sleep 1000", in: ["in"])
    let running = try project.start(terminal: terminal)
    try running.wait(forFile: "started")
    terminal.hangUp()
    let outcome = try running.finish()
    #expect(outcome.status == -SIGHUP)
    running.checkInvariants(outcome, #_sourceLocation)
    #expect(try project.log("run_finished").last?["outcome"] as? String == "interrupted")
  }
}
