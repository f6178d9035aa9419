import Testing

/// `pipeline init && pipeline`, in an empty folder.
@Suite struct InitTests {
  let project: Project

  init() throws {
    project = try Project()
  }

  @Test(.enabled(if: Tool.hasCompiler, "there is no Swift compiler on PATH"))
  func `init writes a small pipeline that runs and is then up to date`() throws {
    try project.run("init").expectRecorded()
    #expect(project.exists("Pipeline.swift") && !project.exists("pipeline.json"))
    let first = try project.run().expect(status: 0)
    #expect(first.stdout.contains("done in"))
    let again = try project.run().expect(status: 0)
    #expect(again.stdout.hasPrefix("✓ nothing to do"))
  }

  @Test func `without a compiler, init writes a JSON manifest`() throws {
    let env = ["PATH": "/usr/bin:/bin"]
    try project.run("init", env: env).expectRecorded()
    #expect(!project.exists("Pipeline.swift") && project.exists("pipeline.json"))
    try project.run(env: env).expectRecorded()
    let again = try project.run(env: env).expect(status: 0)
    #expect(again.stdout.hasPrefix("✓ nothing to do"))
  }

  @Test func `init does not overwrite an existing file`() throws {
    try project.file("pipeline.json", "mine")
    let before = try project.snapshot()
    try project.run("init", env: ["PATH": "/usr/bin:/bin"]).expectRecorded(status: 2)
    #expect(try project.snapshot() == before)
  }
}
