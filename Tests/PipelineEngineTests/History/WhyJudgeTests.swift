import PipelineDescription
import PipelinePlanning
import PipelineTestSupport
import Testing

@testable import PipelineEngine

/// The reasons why stages would run, and the former outputs that records keep.
struct WhyJudgeTests {
  private static func judge(_ root: TestRoot) throws -> StatusJudge {
    StatusJudge(
      workspace: try root.workspace(),
      look: try RunLook(at: TestRoot.resolver, host: "laptop"),
      records: try root.records(),
      now: 0
    )
  }

  /// Some stages that read sources or earlier outputs, or name an upstream stage.
  private static func pipeline(_ random: inout SeededGenerator) -> Pipeline {
    let stages = (0..<Int.random(in: 3...7, using: &random)).map { index in
      let inputs = (0..<index).filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
      let isNamed = index > 0 && Int.random(in: 0..<4, using: &random) == 0
      return Stage("s\(index)") {
        Command("make \(index)")
        Inputs(inputs.map { "out/s\($0)" } + ["raw/r\(index % 3)"])
        Outputs("out/s\(index)")
        if isNamed { Upstream("s\(index - 1)") }
      }
    }
    return Pipeline("generated") { stages }
  }

  @Test(arguments: 0..<60)
  func `the judge always agrees with a dry run`(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    var root = TestRoot(Self.pipeline(&random))
    for index in 0..<3 { root.files.write("raw \(index)", to: Path("raw/r\(index)")) }
    try await root.run()
    for round in 0..<4 {
      root.files.tick()
      let count = root.pipeline.stages.count
      switch Int.random(in: 0..<4, using: &random) {
      case 0: root.files.write("round \(round)", to: Path("raw/r\(round % 3)"))
      case 1: root.files.erase(Path("out/s\(Int.random(in: 0..<count, using: &random))"))
      case 2:
        let index = Int.random(in: 0..<count, using: &random)
        root.pipeline.stages[index].steps = [.command(Command("other \(round)"))]
      default:
        try await root.run(Selection(stages: ["s\(Int.random(in: 0..<count, using: &random))"]))
      }
      let (graph, plan) = (try root.workspace().graph, try root.plan())
      for entry in plan.entries {
        // One stage at a time, so that the judge looks only at its neighbors.
        let told = try Self.judge(root).explanations(of: [entry.stage])[0]
        switch entry.verdict {
        case .run(let reasons): #expect(told.status.reasons == reasons)
        case .mayRun(let pending):
          #expect(told.status.state == .mayRun && told.status.pending == pending)
        case .upToDate: #expect(told.status.state == .upToDate)
        }
        let all = Causes(of: plan, in: graph)
        #expect(told.chain == all.chain(of: entry.stage))
        #expect(told.downstream == all.downstream(of: entry.stage))
      }
    }
  }

  private static func stage(_ name: String, _ outputs: String...) -> Stage {
    Stage(name) {
      Command("make \(outputs)")
      Outputs(outputs)
    }
  }

  @Test func `records keep a former output until it is gone or declared again`() async throws {
    var root = TestRoot(Pipeline("p") { Self.stage("s", "a", "b", "d/") })
    try await root.run()
    root.pipeline.stages = [Self.stage("s", "a")]
    try await root.run()
    let folder = root.files.paths(in: Path("d")).map(\.text)
    #expect(!folder.isEmpty)
    #expect(try root.records().histories["s"]?.record?.formerOutputs.map(\.text) == ["b"] + folder)
    // The other runs keep a former output until it is gone or declared again.
    root.pipeline.stages = [Self.stage("s", "a", "c")]
    root.files.erase(Path("b"))
    try await root.run()
    #expect(try root.records().histories["s"]?.record?.formerOutputs.map(\.text) == folder)
    root.pipeline.stages = [Self.stage("s", "a", "d/")]
    try await root.run()
    #expect(try root.records().histories["s"]?.record?.formerOutputs.map(\.text) == ["c"])
  }

  @Test func `compacted records keep the histories of removed stages`() async throws {
    var root = TestRoot(Pipeline("p") { [Self.stage("old", "a"), Self.stage("s", "b")] })
    try await root.run()
    let old = try root.records().histories["old"]
    root.pipeline.stages = [Self.stage("s", "b")]
    root.options.isForced = true
    let size = { (root: TestRoot) in root.files.text(of: Path(".pipeline/state"))?.utf8.count ?? 0 }
    var wasWrittenAnew = false
    for _ in 0..<100 {
      let before = size(root)
      try await root.run()
      wasWrittenAnew = wasWrittenAnew || size(root) < before
    }
    #expect(wasWrittenAnew && old?.record != nil)
    #expect(try root.records().histories["old"] == old)
  }
}
