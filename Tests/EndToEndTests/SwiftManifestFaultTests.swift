import Foundation
import Testing

/// Faults of a Swift manifest.
///
/// The messages name its own file and line.
@Suite(.enabled(if: Tool.hasCompiler, "there is no Swift compiler on PATH"))
struct SwiftManifestFaultTests {
  let project: Project

  init() throws {
    project = try Project()
  }

  @Test func `all faults appear together, with the manifest's own lines`() throws {
    try project.manifest(
      swift: """
          Stage("a") {
            Command("cat \\(input: "c.o") > \\(output: "a.o")")
          }
          Stage("b") {
            Command("cat \\(input: "a.o") > \\(output: "c.o")")
          }
          Stage("A") {
            Upstream("bb")
            Script("")
            Outputs("../x", "Pipeline.swift")
            Timeout(seconds: -1)
          }
          Stage("late") {
            Command("true")
            Timeout(seconds: .infinity)
          }
          Stage("later") {
            Command("true")
            Timeout(seconds: .nan)
          }
        """
    )
    try project.run().expectRecorded(status: 2)
    #expect(try project.snapshot().keys.sorted() == [".", "Pipeline.swift"])
  }

  @Test func `the tool reports all faults of the clauses for many stages together`() throws {
    try project.manifest(
      swift: """
          Jobs(0)
          Limits(["database": 2])
          Stage("a") {
            Command("touch ran")
            Resources(memory: .gigabytes(-1), ["cores": 2, "cores": 3])
            Retry(0, delay: .seconds(-1), on: [.exit(0)])
            Exclusive("database")
          }
        """
    )
    try project.run().expectRecorded(status: 2)
    #expect(!project.exists("ran"))
  }

  @Test func `compiler messages name the manifest's own file and line`() throws {
    try project.manifest(swift: "  Stag(\"a\") { Command(\"true\") }")
    let outcome = try project.run().expect(status: 2)
    #expect(outcome.stderr.contains("Pipeline.swift:3:3: error: cannot find 'Stag' in scope"))
    #expect(try project.snapshot().keys.sorted() == [".", "Pipeline.swift"])
  }

  @Test func `the tool reports a manifest that traps and runs nothing`() throws {
    try project.file(
      "Pipeline.swift",
      """
      import PipelineDescription
      let numbers: [Int] = []
      let pipeline = Pipeline("p") { Stage("a\\(numbers[0])") { Command("touch ran") } }
      """
    )
    let outcome = try project.run().expect(status: 2)
    #expect(outcome.stderr.contains("Pipeline.swift"))
    #expect(!project.exists("ran"))
  }
}
