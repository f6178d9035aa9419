import Testing

/// `pipeline init && pipeline`, in an empty folder.
@Suite struct InitTests {
  let project: Project

  init() throws {
    project = try Project()
  }

  @Test(.enabled(if: Tool.hasCompiler, "there is no Swift compiler on PATH"))
  func `a small pipeline is written, runs, and then has nothing to do`() throws {
    try project.run("init").expectRecorded()
    #expect(project.exists("Pipeline.swift") && !project.exists("pipeline.json"))
    let first = try project.run().expect(status: 0)
    #expect(first.stdout.contains("done in"))
    let again = try project.run().expect(status: 0)
    #expect(again.stdout.hasPrefix("✓ nothing to do"))
  }

  @Test func `where no compiler is found, the manifest is JSON`() throws {
    let env = ["PATH": "/usr/bin:/bin"]
    try project.run("init", env: env).expectRecorded()
    #expect(!project.exists("Pipeline.swift") && project.exists("pipeline.json"))
    try project.run(env: env).expectRecorded()
    let again = try project.run(env: env).expect(status: 0)
    #expect(again.stdout.hasPrefix("✓ nothing to do"))
  }

  @Test func `nothing that is there is written over`() throws {
    try project.file("pipeline.json", "mine")
    let before = try project.snapshot()
    try project.run("init", env: ["PATH": "/usr/bin:/bin"]).expectRecorded(status: 2)
    #expect(try project.snapshot() == before)
  }
}
