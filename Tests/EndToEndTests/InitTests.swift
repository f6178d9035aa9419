import Testing

/// `pipeline init && pipeline`, in an empty folder.
@Suite struct InitTests {
  let project: Project

  init() throws {
    project = try Project()
  }

  @Test(.enabled(if: Tool.hasCompiler, "there is no Swift compiler on PATH"))
  func `a small pipeline is written, runs, and then has nothing to do`() throws {
    try project.run("init").expect(
      """
      wrote a small pipeline:
        Pipeline.swift       the manifest: two stages
        stages/summarize.sh  the script of the second stage
        data/readings.csv    what the first stage reads
        .gitignore           now ignores .pipeline/ and results/
      next:
        pipeline            run it
        pipeline --dry-run  what would run now, and why
      """
    )
    #expect(project.exists("Pipeline.swift") && !project.exists("pipeline.json"))
    let first = try project.run().expect(status: 0)
    #expect(first.stdout.contains("done in"))
    let again = try project.run().expect(status: 0)
    #expect(again.stdout.hasPrefix("✓ nothing to do"))
  }

  @Test func `where no compiler is found, the manifest is JSON`() throws {
    let env = ["PATH": "/usr/bin:/bin"]
    try project.run("init", env: env).expect(
      """
      wrote a small pipeline:
        pipeline.json        the manifest: two stages
        stages/summarize.sh  the script of the second stage
        data/readings.csv    what the first stage reads
        .gitignore           now ignores .pipeline/ and results/
      its manifest is JSON, because no Swift compiler (swiftc) was found
      next:
        pipeline            run it
        pipeline --dry-run  what would run now, and why
      """
    )
    #expect(!project.exists("Pipeline.swift") && project.exists("pipeline.json"))
    try project.run(env: env).expect(
      """
      weather · 2 stages · 2 to run
      ▶ clean    output results/complete.csv is missing
        grep -v ',$' data/readings.csv > results/complete.csv
      ✓ clean    SECONDS
      ▶ summary  output results/summary.txt is missing
        sh stages/summarize.sh results/complete.csv results/summary.txt --unit C
        summarized 10 readings in degrees C
      ✓ summary  SECONDS
      ✓ done in SECONDS · 2 ran
      """
    )
    let again = try project.run(env: env).expect(status: 0)
    #expect(again.stdout.hasPrefix("✓ nothing to do"))
  }

  @Test func `nothing that is there is written over`() throws {
    try project.file("pipeline.json", "mine")
    let before = try project.snapshot()
    try project.run("init", env: ["PATH": "/usr/bin:/bin"]).expect(
      stderr: """
        error: `pipeline init` overwrites nothing, and 1 file is already there
          there:  pipeline.json
        hint: choose another folder (`pipeline init -C DIR`), or move what is there
        """,
      status: 2
    )
    #expect(try project.snapshot() == before)
  }
}
