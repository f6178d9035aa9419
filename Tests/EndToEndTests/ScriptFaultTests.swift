import Testing

/// Failures of scripts, and the messages about them.
@Suite struct ScriptFaultTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
  }

  @Test func `a failing script ends the run, and its dependents do not run`() throws {
    try project.stage(
      "bad",
      "echo so far; echo trouble >&2; echo x > o; exit 3",
      in: ["in"],
      out: ["o"]
    )
    try project.stage("after", "cat o > p", in: ["o"], out: ["p"])
    try project.run().expectRecorded(status: 1)
    #expect(!project.exists("p"))
    try project.run("-n").expectRecorded()
    try project.run().expect(status: 1)
    #expect(try project.ends() == ["exit 3", "exit 3"])
  }

  @Test func `the log distinguishes a signal from an exit status that looks like one`() throws {
    try project.stage("killed", "kill -9 $$", in: ["in"])
    try project.stage("exited", "exit 137", in: ["in"])
    try project.run("-k").expectRecorded(status: 1)
    let stages = try project.log("stage_finished")
    #expect(stages[0]["signal"] as? Int == 9 && stages[0]["exit_code"] as? Int == nil)
    #expect(stages[1]["signal"] as? Int == nil && stages[1]["exit_code"] as? Int == 137)
  }

  @Test func `a stage that does not make an output fails, and the message names it`() throws {
    try project.stage("none", "true", in: ["in"], out: ["o"])
    try project.stage("half", "touch o1", in: ["in"], out: ["o1", "o2"])
    try project.run("-k").expectRecorded(status: 1)
    #expect(
      try project.run("-n").stageLines == [
        "▶ none  last attempt failed (output o was not made)",
        "▶ half  last attempt failed (output o2 was not made)",
      ]
    )
  }

  @Test func `the second script does not start when the first has failed`() throws {
    let scripts = [["command": "exit 2"], ["command": "touch second"]]
    try project.stage("two", in: ["in"], more: ["scripts": scripts])
    try project.run().expectRecorded(status: 1)
    #expect(!project.exists("second"))
  }

  @Test func `a script that removes its own folder fails and does not crash the tool`() throws {
    try project.stage("a", "rm -rf \"$PIPELINE_ROOT/o\" && echo x", in: ["in"], out: ["o/p"])
    try project.run().expectRecorded(status: 1)
  }

  @Test func `a script that removes the root fails and does not crash the tool`() throws {
    try project.stage("a", "rm -rf \"$PWD\"", in: ["in"], out: ["o"])
    try project.run().expect(status: 1)
  }

  @Test func `a stage whose input vanishes before its start fails and names the input`() throws {
    try project.file("in2", "1\n")
    try project.stage("removes", "rm in2", in: ["in"])
    try project.stage("reads", "cat in2", in: ["in2"], up: ["removes"])
    try project.stage("fills", "mkdir p; touch p/.hidden", in: ["in"], out: ["p/"])
    try project.stage("globs", "cat p/* > out", in: ["p/*"], out: ["out"])
    try project.run("-k").expectRecorded(status: 1)
    try project.run("--check").expect(status: 1)
  }
}
