import PipelineDescription
import PipelineEngine
import PipelinePlanning
import PipelineTestSupport
import Testing

/// The programs that stages need, and warnings that concern several stages.
struct StartProgramTests {
  @Test func `stale upstream stages of one reader are one warning`() async throws {
    var root = TestRoot(
      Pipeline("p") {
        for number in 1...3 {
          Stage("d\(number)") { Command("d \(input: "raw") > \(output: "\(number)")") }
        }
        Stage("all") {
          Command("all \(output: "all.out")")
          Inputs("1", "2", "3")
        }
      }
    )
    root.files.write("x", to: Path("raw"))
    try await root.run()
    root.files.touch(Path("raw"))
    var check = StartCheck(
      workspace: try root.workspace(),
      records: try root.records(),
      plan: try root.plan(Selection(stages: ["all"])),
      findProgram: { _, _ in true }
    )
    let warnings = check.staleUpstream()
    guard case .upstreamStale("all", "d1", _, ["d2", "d3"]) = warnings.first else {
      Issue.record("no warning: \(warnings)")
      return
    }
    #expect(warnings.count == 1)
  }

  /// The obstacles if only the interpreter `missing` is missing.
  private func obstacles(_ root: TestRoot, missing: String) throws -> [Obstacle] {
    var check = StartCheck(
      workspace: try root.workspace(),
      records: try root.records(),
      plan: try root.plan(Selection()),
      findProgram: { name, _ in name != missing },
      startFault: { script, _ in
        script.interpreter == missing
          ? .interpreterMissing(missing, script: script.path) : nil
      }
    )
    return check.obstacles()
  }

  @Test func `a missing interpreter is an obstacle of each stage that will run`() async throws {
    var root = TestRoot(
      Pipeline("p") {
        Stage("a") { Script("a.x", .output("o"), interpreter: "moon", line: 3) }
        Stage("b") {
          External(program: "moon", line: 4)
          Script("a.x", .input("o"), interpreter: "moon", line: 5)
        }
      }
    )
    root.files.write("x", to: Path("a.x"))
    #expect(
      try obstacles(root, missing: "moon") == [
        .start(
          stage: "a",
          .interpreterMissing("moon", script: "a.x"),
          place: Place(#fileID, 3)
        ),
        .externalProgram(stage: "b", name: "moon", place: Place(#fileID, 4)),
      ]
    )
    #expect(try obstacles(root, missing: "sun") == [])
    try await root.run()
    #expect(try obstacles(root, missing: "moon") == [])
  }

  @Test(arguments: [
    ("bin/moon", [String: String](), true), ("./bin/moon", [:], true), ("lib/moon", [:], false),
    ("moon", ["PATH": "/usr/bin:bin"], true), ("moon", ["PATH": "/usr/bin"], false),
  ])
  func `the check skips a program that a planned stage may make`(
    program: String,
    variables: [String: String],
    isSkipped: Bool
  ) throws {
    var root = TestRoot(
      Pipeline("p") {
        Stage("build") { Command("build \(output: "bin/")") }
        Stage("use") {
          External(program: program)
          Script("a.x", interpreter: program)
        }
        Stage("other") { Script("a.x", interpreter: program) }
      }
    )
    root.environment = variables
    root.files.write("x", to: Path("a.x"))
    #expect(try obstacles(root, missing: program).count == (isSkipped ? 0 : 2))
  }
}
