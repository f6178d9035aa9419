import Testing

/// Everyday use of a pipeline, from its first run on.
@Suite struct FirstRunTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "3\n1\n2\n")
    try project.file("two.sh", "head -n 1 \"$1\" > \"$2\"; echo \"kept $(cat \"$2\")\"\n")
    try project.stage("sort", "sort in > sorted", in: ["in"], out: ["sorted"])
    try project.stage(
      "top",
      script: "two.sh",
      arguments: ["sorted", "first"],
      in: ["sorted"],
      out: ["first"]
    )
  }

  @Test func `a first run runs everything, and a second one nothing`() throws {
    try project.run().expectRecorded()
    #expect(try project.read("first") == "1\n")
    try project.run("--all").expectRecorded()
  }

  @Test func `a dry run changes no files before or after the first run`() throws {
    let untouched = try project.snapshot()
    try project.run("--dry-run").expectRecorded()
    #expect(try project.snapshot() == untouched)

    try project.run()
    try project.touch("in", at: 2_000_000_000)
    let stale = try project.snapshot()
    for ask in ["--dry-run", "--check", "--list-stages"] {
      try project.run(ask)
      try project.run(ask, "--json")
    }
    try project.run("manifest")
    try project.run("--help")
    #expect(try project.snapshot() == stale)
  }

  @Test func `the stage list shows the stages in order with their states`() throws {
    try project.run("--list-stages").expectRecorded()
    try project.run()
    try project.remove("first")
    try project.run("--list-stages").expectRecorded()
  }

  @Test func `a check prints nothing and reports its result as the exit status`() throws {
    try project.run("--check").expect(status: 1).expect(status: 1)
    try project.run()
    try project.run("--check").expect()
    try project.remove("first")
    try project.run("--check").expect(status: 1)
    try project.run("--check", "--stage", "sort").expect()
  }

  @Test func `a command has the same effect in any working folder`() throws {
    try project.folder("deep/down")
    try project.run("--all", in: "deep/down").expect(status: 0)
    #expect(project.exists("first"))
    try project.run("-C", project.root, "--check", in: "/").expect()
    try project.run("--manifest", project.path("pipeline.json"), "--check", in: "/").expect()
  }

  @Test func `quiet prints nothing about success, and verbose prints everything`() throws {
    try project.run("-q").expect()
    try project.run("-v").expectRecorded()
    try project.touch("in", at: 5)
    try project.touch("two.sh", at: 5)
    try project.run("-v", "-n").expectRecorded()
  }

  @Test func `the log records each run as lines of JSON`() throws {
    try project.run()
    try project.run()
    #expect(
      try project.log().map { $0["event"] as? String } == [
        "run_started", "attempt_started", "script_finished", "attempt_finished", "stage_finished",
        "attempt_started", "script_finished", "attempt_finished", "stage_finished",
        "run_finished", "run_started", "run_finished",
      ]
    )
    let stage = try #require(try project.log("stage_finished").last)
    #expect(stage["stage"] as? String == "top")
    #expect(stage["success"] as? Bool == true)
    #expect(stage["exit_code"] as? Int == 0)
    #expect(stage["duration_seconds"] is Double || stage["duration_seconds"] is Int)
    #expect(try project.read(#require(stage["output_log"] as? String)) == "kept 1\n")
  }
}
