import Testing

/// The stages that run again, or do not, after a file was touched or removed.
@Suite struct RunAgainTests {
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

  @Test func `a touched file runs its readers and theirs, and the reason has both times`() throws {
    try project.touch("in", at: 1_000_000_000)
    try project.run()
    try project.touch("in", at: 1_000_000_000, nanoseconds: 30)
    let plan = try project.run("-n", "-v")
    #expect(
      plan.rawOutput.contains(
        "input in changed since the last run (01:46:40.000000000 → 01:46:40.000000030, same size)\n"
      )
    )
    plan.expectRecorded()
    try project.run().expectRecorded()
  }

  @Test func `an output rewritten with the same bytes runs its readers, as a touch would`() throws {
    try project.run()
    try project.file("in", "4\n1\n")
    #expect(
      try project.run().stageLines == [
        "▶ sort  input in changed since the last run (TIME → TIME)", "✓ sort  SECONDS",
        "▶ top   input sorted changed since the last run (TIME → TIME)", "✓ top   SECONDS",
        "✓ done in SECONDS · 2 ran",
      ]
    )
  }

  @Test func `an untouched output does not run its readers`() throws {
    project.forgetStages()
    let command = "sort in > new; cmp -s new sorted && rm new || mv new sorted"
    try project.stage("sort", command, in: ["in"], out: ["sorted"])
    try project.stage("top", "head -n 1 sorted > first", in: ["sorted"], out: ["first"])
    try project.run()
    try project.file("in", "1\n2\n3\n")
    try project.run().expectRecorded()
    try project.run("--check").expect()
  }

  @Test func `the runner makes a deleted output again`() throws {
    try project.run()
    try project.remove("sorted")
    try project.run().expectRecorded()
    try project.remove("first")
    try project.run().expectRecorded()
  }
}
