import Testing

/// Scripts that cannot start, and the environment of scripts that can.
@Suite struct LaunchTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
  }

  @Test func `the tool reports a missing script before any stage runs`() throws {
    try project.file("scripts/make.py")
    try project.stage("first", "touch ran", in: ["in"])
    try project.stage("a", script: "scripts/mkae.py", in: ["in"])
    try project.run().expectRecorded(status: 3)
    #expect(!project.exists("ran"))
  }

  @Test func `the tool reports a folder in place of a script before any stage runs`() throws {
    try project.folder("a.sh")
    try project.stage("a", script: "a.sh", in: ["in"])
    try project.run().expectRecorded(status: 3)
  }

  @Test func `each start failure shows its own cause`() throws {
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
    try project.run("-k", env: ["PATH": "/usr/bin:/bin"]).expectRecorded(status: 1)
  }

  @Test func `a stage can run a script that another stage makes`() throws {
    try project.stage("write", "echo 'cat in > out' > made.sh", in: ["in"], out: ["made.sh"])
    try project.stage("use", script: "made.sh", in: ["in"], out: ["out"])
    try project.run().expectRecorded()
    try project.run("--check").expect()
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

  @Test func `a script gets the variables and folders that the manual promises`() throws {
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

  @Test func `the error names a variable that is too long for the system`() throws {
    let value = String(repeating: "x", count: 200_000)
    try project.stage(
      "a",
      "true",
      in: ["in"],
      more: ["environment": [["name": "LONG", "value": value]]]
    )
    try project.run().expectRecorded(status: 1)
  }

  @Test func `the error for too many arguments gives their size in bytes`() throws {
    let words = [String](repeating: String(repeating: "x", count: 100_000), count: 60)
    try project.file("a.sh", "true")
    try project.stage("a", script: "a.sh", arguments: words, in: ["in"])
    let outcome = try project.run("-q").expect(status: 1)
    #expect(outcome.stderr.contains("could not start: arguments and environment have"))
  }

  /// Foundation cannot start a process while a descriptor above the limit is open.
  @Test func `an inherited descriptor with a high number does not prevent a start`() throws {
    try project.stage("a", "echo 1 > out", out: ["out"])
    try project.file("held", "")
    let script = """
      use Fcntl qw(F_DUPFD F_SETFD :flock);
      open(my $file, "<", "held") or die; flock($file, LOCK_EX) or die;
      my $high = fcntl($file, F_DUPFD, 251) or die;
      close($file); open($file, "<&=$high") or die; fcntl($file, F_SETFD, 0) or die;
      exec("/bin/sh", "-c", 'ulimit -n 200; exec "$0" -q', $ARGV[0]);
      """
    let command = Command(
      ["/usr/bin/perl", "-e", script, Tool.path],
      environment: Tool.environment(home: project.home, marker: project.marker),
      folder: project.root
    )
    #expect(try command.run() == 0)
    #expect(try project.read("out") == "1\n")
  }

  @Test func `no script starts if socketpair fails`() throws {
    #if os(Linux)
    guard
      let library = try project.library(
        "int socketpair(int a, int b, int c, int d[2]) { *__errno_location() = 23; return -1; }",
        including: "errno.h"
      )
    else { return print("skipped: no C compiler") }
    try project.stage("a", "touch ran", in: ["in"])
    try project.run(env: ["LD_PRELOAD": library]).expectRecorded(status: 1)
    #expect(!project.exists("ran"))
    #endif
  }
}
