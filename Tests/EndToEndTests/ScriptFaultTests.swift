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
      · after  not run: blocked by bad
      ✗ 1 failed, 1 not run (blocked by bad) · SECONDS
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
      ✗ 2 failed · SECONDS
        failed: killed, exited
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
      ✗ 2 failed · SECONDS
        failed: none, half
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
        failed: two
      """,
      status: 1
    )
    #expect(!project.exists("second"))
  }

  @Test func `a script that is not there is found before anything runs`() throws {
    try project.file("scripts/make.py")
    try project.stage("first", "touch ran", in: ["in"])
    try project.stage("a", script: "scripts/mkae.py", in: ["in"])
    try project.run().expect(
      stderr: """
        error: stage `a` has a script that is not there
          script:    scripts/mkae.py
          declared:  pipeline.json:3
          nearest:   scripts/make.py
        hint: create it, or correct its path
        """,
      status: 3
    )
    #expect(!project.exists("ran"))
  }

  @Test func `a script that is a folder is found before anything runs`() throws {
    try project.folder("a.sh")
    try project.stage("a", script: "a.sh", in: ["in"])
    try project.run().expect(
      stderr: """
        error: stage `a` has a script where a folder stands
          script:    a.sh
          declared:  pipeline.json:2
        hint: name a file in it
        """,
      status: 3
    )
  }

  @Test func `what cannot be started says why, each in its way`() throws {
    try project.file("not-executable", "#!/bin/sh\necho hi\n")
    try project.file("no-shebang", "echo hi\n", executable: true)
    try project.file("no-interpreter", "#!/no/such/program\necho hi\n", executable: true)
    try project.file("windows", "#!/bin/sh\r\necho hi\r\n", executable: true)
    try project.file("env", "#!/usr/bin/env no-such-program\n", executable: true)
    try project.file("a.jl", "println(1)\n")
    for name in ["not-executable", "no-shebang", "no-interpreter", "windows", "env"] {
      try project.stage(name, script: name, in: ["in"])
    }
    try project.stage("no-julia", script: "a.jl", in: ["in"])
    try project.run("-k", env: ["PATH": "/usr/bin:/bin"]).expect(
      """
      p · 6 stages · 6 to run
      ▶ not-executable  never run here
        not-executable
      ✗ not-executable  could not start: `not-executable` is not executable · SECONDS
        script:  not-executable
        log:     .pipeline/runs/RUN/not-executable.1.log
        hint: `chmod +x not-executable`, or say what reads it: `interpreter: "…"`
      ▶ no-shebang      never run here
        no-shebang
      ✗ no-shebang      could not start: `no-shebang` is no program and names no interpreter · \
      SECONDS
        script:  no-shebang
        log:     .pipeline/runs/RUN/no-shebang.1.log
        hint: begin it with a line such as `#!/usr/bin/env python3`, or say what reads it: \
      `interpreter: "…"`
      ▶ no-interpreter  never run here
        no-interpreter
      ✗ no-interpreter  could not start: `/no/such/program`, the interpreter of \
      `no-interpreter`, is not there · SECONDS
        script:  no-interpreter
        log:     .pipeline/runs/RUN/no-interpreter.1.log
        hint: install it, or say what else reads the script: `interpreter: "…"`
      ▶ windows         never run here
        windows
      ✗ windows         could not start: `windows` has Windows line ends · SECONDS
        script:  windows
        log:     .pipeline/runs/RUN/windows.1.log
        hint: `sed -i 's/\\r$//' windows` takes them out
      ▶ env             never run here
        env
      ✗ env             could not start: `no-such-program`, the interpreter of `env`, is not \
      there · SECONDS
        script:  env
        log:     .pipeline/runs/RUN/env.1.log
        hint: install it, or say what else reads the script: `interpreter: "…"`
      ▶ no-julia        never run here
        a.jl
      ✗ no-julia        could not start: `julia`, the interpreter of `a.jl`, is not there · SECONDS
        script:  a.jl
        log:     .pipeline/runs/RUN/no-julia.1.log
        hint: install it, or say what else reads the script: `interpreter: "…"`
      ✗ 6 failed · SECONDS
        failed: not-executable, no-shebang, no-interpreter, windows, env, no-julia
      """,
      status: 1
    )
  }

  @Test func `a script that another stage makes runs when it is made`() throws {
    try project.stage("write", "echo 'cat in > out' > made.sh", in: ["in"], out: ["made.sh"])
    try project.stage("use", script: "made.sh", in: ["in"], out: ["out"])
    try project.run().expect(
      """
      p · 2 stages · 2 to run
      ▶ write  output made.sh is missing
        echo 'cat in > out' > made.sh
      ✓ write  SECONDS
      ▶ use    output out is missing
        sh made.sh
      ✓ use    SECONDS
      ✓ done in SECONDS · 2 ran
      """
    )
    try project.run("--check").expect()
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
        failed: a
      """,
      status: 1
    )
  }

  @Test func `a script that removes the root is a failure and no crash`() throws {
    try project.stage("a", "rm -rf \"$PWD\"", in: ["in"], out: ["o"])
    try project.run().expect(status: 1)
  }

  @Test func `arguments reach the script byte for byte`() throws {
    let words = [
      "a b", "$(touch pwned)", "it's", "\"q\"", "--help", "-rf", "tab\tend", "line\nend", "*", "",
    ]
    try project.file("show.sh", "for word do printf '<%s>' \"$word\"; done > out\n")
    try project.stage("a", script: "show.sh", arguments: words, in: ["in"], out: ["out"])
    try project.run().expect(status: 0)
    #expect(try project.read("out") == words.map { "<\($0)>" }.joined())
    #expect(!project.exists("pwned"))
  }

  @Test func `a script gets what the manual promises`() throws {
    let command =
      "printf '%s %s %s' \"$PIPELINE_STAGE\" \"$PYTHONUNBUFFERED\" \"$PIPELINE_ROOT\" > out"
    try project.stage(
      "a",
      in: ["in"],
      out: ["deep/er/o", "out", "folder/"],
      more: [
        "scripts": [["command": "touch deep/er/o; ls -d folder"], ["command": command]]
      ]
    )
    try project.run().expect(status: 0)
    #expect(try project.read("out") == "a 1 \(project.root)")
  }

  @Test func `a variable that is too long for the system is named`() throws {
    let value = String(repeating: "x", count: 200_000)
    try project.stage(
      "a",
      "true",
      in: ["in"],
      more: ["environment": [["name": "LONG", "value": value]]]
    )
    try project.run().expect(
      """
      p · 1 stage · 1 to run
      ▶ a  never run here
        true
      ✗ a  could not start: the variable `LONG` has 200006 bytes, and the system takes 131072 · \
      SECONDS
        script:  true
        log:     .pipeline/runs/RUN/a.1.log
        hint: unset `LONG`, or put its value into a file
      ✗ 1 failed · SECONDS
        failed: a
      """,
      status: 1
    )
  }

  @Test func `too many arguments are told in bytes`() throws {
    let words = [String](repeating: String(repeating: "x", count: 100_000), count: 60)
    try project.file("a.sh", "true")
    try project.stage("a", script: "a.sh", arguments: words, in: ["in"])
    let outcome = try project.run("-q").expect(status: 1)
    #expect(outcome.stderr.contains("could not start: arguments and environment have"))
  }
}
