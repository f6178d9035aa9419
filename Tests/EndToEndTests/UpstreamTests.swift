import Testing

/// What a selected stage needs of those that are not selected.
@Suite struct UpstreamTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
    try project.stage("fetch", "cat in > raw", in: ["in"], out: ["raw"])
    try project.stage("clean-a", "cat raw > a", in: ["raw"], out: ["a"])
    try project.stage("clean-b", "cat raw > b", in: ["raw"], out: ["b"])
    try project.stage("join", "cat a b > all", in: ["a", "b"], out: ["all"])
    try project.stage("other", "echo 1 > other", in: ["in"], out: ["other"])
  }

  @Test func `what a selected stage needs must have run, and all of it is listed`() throws {
    try project.run("--stage", "join").expect(
      stderr: """
        error: stage `join` needs `clean-a`, which is not selected and lacks its output `a`
        hint: `pipeline --to join` runs what it needs first

        error: stage `join` needs `clean-b`, which is not selected and lacks its output `b`
        hint: `pipeline --to join` runs what it needs first

        2 faults; nothing was run
        """,
      status: 3
    )
    try project.run("--stage", "join", "-n").expect(
      """
      p · 1 stage · 1 to run
      ▶ join  output all is missing
        cat a b > all
      1 to run · dry run: nothing was changed
      """,
      stderr: """
        error: stage `join` needs `clean-a`, which is not selected and lacks its output `a`
        hint: `pipeline --to join` runs what it needs first

        error: stage `join` needs `clean-b`, which is not selected and lacks its output `b`
        hint: `pipeline --to join` runs what it needs first

        2 faults; nothing was run
        """,
      status: 3
    )
    #expect(!project.exists("all"))
    try project.run("--to", "join").expect(status: 0)
  }

  @Test func `an upstream that failed does not count as run`() throws {
    try project.run()
    try project.file("in", "2\n")
    try project.file("raw.lock")
    project.forgetStages()
    try project.stage("fetch", "cat in > raw; exit 4", in: ["in"], out: ["raw"])
    try project.stage("clean-a", "cat raw > a", in: ["raw"], out: ["a"])
    try project.run("--stage", "fetch").expect(
      """
      p · 1 stage · 1 to run
      ▶ fetch  command changed (cat in > raw → cat in > raw; exit 4) (and 1 more reason)
        cat in > raw; exit 4
      ✗ fetch  exit 4 · SECONDS
        script:  cat in > raw; exit 4
        log:     .pipeline/runs/RUN/fetch.1.log
      ✗ 1 failed · SECONDS
      """,
      status: 1
    )
    try project.run("--stage", "clean-a").expect(
      stderr: """
        error: stage `clean-a` needs `fetch`, which is not selected and failed when it last ran
        hint: `pipeline --to clean-a` runs what it needs first
        """,
      status: 3
    )
  }

  @Test func `a stale upstream is warned of, and what is stale now is named`() throws {
    try project.run()
    try project.touch("in", at: 10)
    try project.run("--stage", "clean-a", "--force").expect(
      """
      p · 1 stage · 1 to run
      warning: stage `clean-a` reads from `fetch`, which is stale and not selected
        reason:  input in changed since the last run (TIME → TIME, an older file)
      hint: `pipeline --to clean-a` runs what it needs first
      ▶ clean-a  forced
        cat raw > a
      ✓ clean-a  SECONDS
      now stale: join · pipeline --from join
      ✓ done in SECONDS · 1 ran
      """
    )
    try project.run("--stage", "fetch").expect(
      """
      p · 1 stage · 1 to run
      ▶ fetch  input in changed since the last run (TIME → TIME, an older file)
        cat in > raw
      ✓ fetch  SECONDS
      now stale: clean-a, clean-b, join · pipeline --from clean-a
      ✓ done in SECONDS · 1 ran
      """
    )
  }

  @Test func `a stale upstream is warned of, also where nothing is to do`() throws {
    try project.run()
    try project.touch("in", at: 10)
    try project.run("--stage", "clean-a").expect(
      """
      warning: stage `clean-a` reads from `fetch`, which is stale and not selected
        reason:  input in changed since the last run (TIME → TIME, an older file)
      hint: `pipeline --to clean-a` runs what it needs first
      ✓ nothing to do · 1 up to date
      """
    )
    try project.run("--stage", "fetch", "--stage", "other").expect(status: 0)
    try project.run("--to", "clean-a").expect(status: 0)
    try project.run("--stage", "clean-a").expect("✓ nothing to do · 1 up to date")
  }
}
