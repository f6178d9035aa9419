import Testing

/// A root that has never run.
///
/// The tool applies Make's rule once. After that only records count.
@Suite struct TakenOverTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
    try project.file("out", "1\n")
    try project.touch("in", at: 1_000_000_000)
    try project.touch("out", at: 1_000_000_000)
    try project.stage("copy", "cat in > out", in: ["in"], out: ["out"])
  }

  @Test func `a stage whose input is not newer than its output is up to date and recorded`() throws
  {
    try project.run().expectRecorded()
    try project.touch("in", at: 999_999_999)
    #expect(
      try project.run("-n").stageLines == [
        "▶ copy  input in changed since the last run (TIME → TIME, an older file, same size)"
      ]
    )
  }

  @Test func `a stage whose input is newer than its output runs`() throws {
    try project.touch("in", at: 1_000_000_000, nanoseconds: 1)
    try project.run().expectRecorded()
  }

  @Test func `the root still counts as never run after a run that could not start`() throws {
    try project.stage("broken", "cat missing > b", in: ["missing"], out: ["b"])
    try project.run().expectRecorded(status: 3)
    #expect(try project.run("-n").stageLines.first == "✓ copy    up to date")
  }

  @Test func `a run of a selection records the up-to-date stages outside it`() throws {
    try project.stage("other", "echo > o", in: ["in"], out: ["o"])
    try project.run("--stage", "other").expect(status: 0)
    try project.run().expectRecorded()
  }

  @Test func `a stage added later has never run, even if its output exists`() throws {
    try project.run()
    try project.file("o", "made elsewhere")
    try project.stage("other", "echo > o", in: ["in"], out: ["o"])
    try project.run().expectRecorded()
  }

  @Test func `lost records cause extra runs but never a wrong answer`() throws {
    try project.run()
    try project.file(".pipeline/state", "garbage")
    try project.run().expectRecorded()
    try project.run("--check").expect()
    try project.remove(".pipeline/state")
    #expect(try project.run("-n").stageLines == ["▶ copy  has never run here"])
  }
}
