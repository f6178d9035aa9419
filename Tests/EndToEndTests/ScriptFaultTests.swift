import Testing

/// How a script can fail, and what is said of it.
@Suite struct ScriptFaultTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
  }

  @Test func `a failing script ends the run, and what needs it does not run`() throws {
    try project.stage(
      "bad",
      "echo so far; echo trouble >&2; echo x > o; exit 3",
      in: ["in"],
      out: ["o"]
    )
    try project.stage("after", "cat o > p", in: ["o"], out: ["p"])
    try project.run().expect(
      """
      p · 2 stages · 2 to run
      ▶ bad    output o is missing
        echo so far; echo trouble >&2; echo x > o; exit 3
        so far
        trouble
      ✗ bad    exit 3 · SECONDS
        script:  echo so far; echo trouble >&2; echo x > o; exit 3
        log:     .pipeline/runs/RUN/bad.1.log
      not run: after (blocked by bad)
      ✗ 1 failed, 1 not run · SECONDS
      """,
      status: 1
    )
    #expect(!project.exists("p"))
    try project.run("-n").expect(
      """
      p · 2 stages · 2 to run
      ▶ bad    last attempt failed (exit 3)
        echo so far; echo trouble >&2; echo x > o; exit 3
      ▶ after  never run here
        cat o > p
      2 to run · dry run: nothing was changed
      """
    )
    try project.run().expect(status: 1)
    #expect(try project.ends() == ["exit 3", "exit 3"])
  }

  @Test func `a signal and the status that looks like one are told apart`() throws {
    try project.stage("killed", "kill -9 $$", in: ["in"])
    try project.stage("exited", "exit 137", in: ["in"])
    try project.run("-k").expect(
      """
      p · 2 stages · 2 to run
      ▶ killed  never run here
        kill -9 $$
      ✗ killed  killed by signal 9 (KILL) · SECONDS
        script:  kill -9 $$
        log:     .pipeline/runs/RUN/killed.1.log
        hint: the system kills what needs more memory than there is: see `dmesg`, or the limits \
      of the job
      ▶ exited  never run here
        exit 137
      ✗ exited  exit 137 · SECONDS
        script:  exit 137
        log:     .pipeline/runs/RUN/exited.1.log
        hint: the system kills what needs more memory than there is: see `dmesg`, or the limits \
      of the job
      failed:
        ✗ killed  killed by signal 9 (KILL) · SECONDS
          log:  .pipeline/runs/RUN/killed.1.log
        ✗ exited  exit 137 · SECONDS
      ✗ 2 failed · SECONDS
      """,
      status: 1
    )
    let stages = try project.log("stage_finished")
    #expect(stages[0]["signal"] as? Int == 9 && stages[0]["exit_code"] as? Int == nil)
    #expect(stages[1]["signal"] as? Int == nil && stages[1]["exit_code"] as? Int == 137)
  }

  @Test func `an output that was not made is a failure that names it`() throws {
    try project.stage("none", "true", in: ["in"], out: ["o"])
    try project.stage("half", "touch o1", in: ["in"], out: ["o1", "o2"])
    try project.run("-k").expect(
      """
      p · 2 stages · 2 to run
      ▶ none  output o is missing
        true
      ✗ none  output o was not made · SECONDS
        log:  .pipeline/runs/RUN/none.1.log
        hint: every script ended with 0: compare the path that it writes with the declared one
      ▶ half  output o1 is missing (and 1 more reason)
        touch o1
      ✗ half  output o2 was not made · SECONDS
        log:  .pipeline/runs/RUN/half.1.log
        hint: every script ended with 0: compare the path that it writes with the declared one
      failed:
        ✗ none  output o was not made · SECONDS
          log:  .pipeline/runs/RUN/none.1.log
        ✗ half  output o2 was not made · SECONDS
      ✗ 2 failed · SECONDS
      """,
      status: 1
    )
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
    try project.run().expect(
      """
      p · 1 stage · 1 to run
      ▶ two  never run here
        exit 2
      ✗ two  exit 2 · SECONDS
        script:  exit 2
        log:     .pipeline/runs/RUN/two.1.log
      ✗ 1 failed · SECONDS
      """,
      status: 1
    )
    #expect(!project.exists("second"))
  }

  @Test func `a script that removes its own folder is a failure and no crash`() throws {
    try project.stage("a", "rm -rf \"$PIPELINE_ROOT/o\" && echo x", in: ["in"], out: ["o/p"])
    try project.run().expect(
      """
      p · 1 stage · 1 to run
      ▶ a  output o/p is missing
        rm -rf "$PIPELINE_ROOT/o" && echo x
        x
      ✗ a  output o/p was not made · SECONDS
        log:  .pipeline/runs/RUN/a.1.log
        hint: every script ended with 0: compare the path that it writes with the declared one
      ✗ 1 failed · SECONDS
      """,
      status: 1
    )
  }

  @Test func `a script that removes the root is a failure and no crash`() throws {
    try project.stage("a", "rm -rf \"$PWD\"", in: ["in"], out: ["o"])
    try project.run().expect(status: 1)
  }

  @Test func `an input that vanishes before its stage starts is a failure that names it`() throws {
    try project.file("in2", "1\n")
    try project.stage("removes", "rm in2", in: ["in"])
    try project.stage("reads", "cat in2", in: ["in2"], up: ["removes"])
    try project.stage("fills", "true", in: ["in"], out: ["p/"])
    try project.stage("globs", "cat p/* > out", in: ["p/*"], out: ["out"])
    try project.run("-k").expect(
      """
      p · 4 stages · 4 to run
      ▶ removes  never run here
        rm in2
      ✓ removes  SECONDS
      ▶ fills    output p is missing
        true
      ✓ fills    SECONDS
      ✗ reads    input in2 is not there · SECONDS
        hint: an earlier stage removed it, or did not make all that its folder should hold
      ✗ globs    input p/* is not there · SECONDS
        hint: an earlier stage removed it, or did not make all that its folder should hold
      failed:
        ✗ reads    input in2 is not there · SECONDS
        ✗ globs    input p/* is not there · SECONDS
      ✗ 2 failed · 2 ran · SECONDS
      """,
      status: 1
    )
    try project.run("--check").expect(status: 1)
  }
}
