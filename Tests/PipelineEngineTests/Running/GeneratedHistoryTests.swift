import PipelineDescription
import PipelineEngine
import PipelinePlanning
import PipelineTestSupport
import Testing

/// Invariants 4, 5 and 6 of the fault list, on generated pipelines and edit histories.
struct GeneratedHistoryTests {
  /// A pipeline of three to six stages; each reads sources, outputs before it, folders or globs.
  private func makePipeline(_ random: inout SeededGenerator) -> Pipeline {
    let count = Int.random(in: 3...6, using: &random)
    var stages: [Stage] = []
    for index in 0..<count {
      var inputs: [String] = []
      for other in 0..<index where Bool.random(using: &random) {
        inputs.append(other % 3 == 2 ? "out/s\(other)/" : "out/s\(other)")
      }
      if Bool.random(using: &random) {
        inputs.append("raw/r\(Int.random(in: 0..<4, using: &random))")
      }
      if Int.random(in: 0..<4, using: &random) == 0 { inputs.append("raw/*") }
      if Int.random(in: 0..<8, using: &random) == 0 { inputs.append("raw/") }
      let named = index > 0 && Int.random(in: 0..<4, using: &random) == 0
      let version = Int.random(in: 0..<2, using: &random)
      stages.append(
        Stage("s\(index)") {
          Script("s\(index).sh", version)
          Inputs(inputs)
          Outputs(index % 3 == 2 ? "out/s\(index)/" : "out/s\(index)")
          if named { Upstream("s\(index - 1)") }
        }
      )
    }
    let goesByContent = Bool.random(using: &random)
    return Pipeline("generated") {
      if goesByContent { Staleness(.content) }
      stages
    }
  }

  private func fill(_ root: TestRoot) {
    for index in 0..<6 { root.files.write("script \(index)", to: Path("s\(index).sh")) }
    for index in 0..<4 { root.files.write("raw \(index)", to: Path("raw/r\(index)")) }
  }

  /// The outputs of a clean build with the same sources.
  private func cleanBuild(of root: TestRoot) async throws -> [String: String] {
    var clean = TestRoot(root.pipeline)
    for path in root.files.paths() {
      guard !path.isInside(Path(".pipeline")), !path.isInside(Path("out")) else { continue }
      clean.files.write(root.files.text(of: path) ?? "", to: path)
    }
    try await clean.run()
    return outputs(of: clean)
  }

  private func outputs(of root: TestRoot) -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: root.files.paths(in: Path("out")).map {
        ($0.text, root.files.text(of: $0) ?? "")
      }
    )
  }

  /// Makes a random edit in the root and returns the stages that must run.
  private func edit(_ root: inout TestRoot, _ random: inout SeededGenerator) -> String? {
    let raw = Path("raw/r\(Int.random(in: 0..<4, using: &random))")
    let index = Int.random(in: 0..<root.pipeline.stages.count, using: &random)
    let output = Path(index % 3 == 2 ? "out/s\(index)/part" : "out/s\(index)")
    switch Int.random(in: 0..<10, using: &random) {
    case 0, 1: root.files.write("edit \(Int.random(in: 10...99, using: &random))", to: raw)
    case 2: root.files.touch(Bool.random(using: &random) ? raw : output)
    case 3: root.files.setModified(raw, to: Int64.random(in: 1...1_000_000, using: &random))
    case 4:
      root.files.write("extra", to: Path("raw/x\(Int.random(in: 0..<3, using: &random))"))
    case 5: root.files.erase(Path("raw/x\(Int.random(in: 0..<3, using: &random))"))
    case 6:
      root.files.write(
        "script \(Int.random(in: 10...99, using: &random))",
        to: Path("s\(index).sh")
      )
      return "s\(index)"
    case 7 where root.files.state(of: Path(".pipeline/state")) != .missing:
      root.files.tick()
      root.files.write("by hand", to: output)
      return "s\(index)"
    case 8:
      root.files.erase(output)
      return "s\(index)"
    default:
      // The scripts get another number, and the edges may change.
      let stage = root.pipeline.stages[index]
      root.pipeline.stages[index].steps = [
        .script(Script(stage.steps.first?.path ?? "", Int.random(in: 2...99, using: &random)))
      ]
    }
    return nil
  }

  @Test(arguments: 0..<40)
  func `any history of edits gives the result of a clean build`(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    var root = TestRoot(makePipeline(&random))
    fill(root)
    root.options.capacity.jobs = Int.random(in: 1...3, using: &random)
    for _ in 0..<8 {
      var mustRun: Set<String> = []
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        if let stage = edit(&root, &random) { mustRun.insert(stage) }
      }
      // Sometimes one stage fails first, or only some stages are run.
      let victim = "s\(Int.random(in: 0..<root.pipeline.stages.count, using: &random))"
      switch Int.random(in: 0..<5, using: &random) {
      case 0:
        let files = root.files
        root.runner.script(victim) { _ in
          files.write("half", to: Path("out/half-\(victim)"))
          files.erase(Path("out/half-\(victim)"))
          return .exited(code: 1, script: 0)
        }
        try await root.run()
        root.runner.unscript(victim)
      case 1:
        let control = root.control
        root.runner.script(victim) { _ in
          control.current?.stop(by: 2)
          return nil
        }
        try await root.run()
        root.runner.unscript(victim)
      case 2:
        try await root.run(Selection(to: [victim]))
      default:
        let stale = Set(try root.stale())
        #expect(mustRun.isSubset(of: stale))
      }
      let run = try await root.run()
      #expect(run.summary.isSuccess)
      #expect(try root.stale() == [], "seed \(seed)")
      let clean = try await cleanBuild(of: root)
      let built = outputs(of: root)
      #expect(built == clean, "seed \(seed)")
      #expect(try await root.run().starts == [], "seed \(seed)")
    }
  }

  @Test(arguments: 0..<100)
  func `without records the same stages run as with Make`(seed: UInt64) async throws {
    var random = SeededGenerator(seed: 1_000 + seed)
    let root = TestRoot(makePipeline(&random))
    fill(root)
    var times: [Path: Int64] = [:]
    var paths = root.files.paths()
    for index in root.pipeline.stages.indices where Int.random(in: 0..<8, using: &random) > 0 {
      paths.append(Path(index % 3 == 2 ? "out/s\(index)/part" : "out/s\(index)"))
    }
    for (rank, path) in paths.shuffled(using: &random).enumerated() {
      times[path] = Int64(rank + 1)
      root.files.write("x", to: path, modified: Int64(rank + 1))
    }
    // Make remakes a target that is missing, older than a prerequisite, or whose
    // prerequisite it remakes.
    let graph = try root.workspace().graph
    var remade: Set<StageID> = []
    for stage in graph.order {
      let (node, index) = (graph.nodes[stage], stage.index)
      let own = Path(index % 3 == 2 ? "out/s\(index)/part" : "out/s\(index)")
      let read = times.filter { path, _ in
        node.scripts.contains(path) || node.inputs.contains { $0.pattern.matches(path) }
      }
      // Make also fails on a missing input that no stage makes.
      guard let time = times[own] else {
        remade.insert(stage)
        continue
      }
      let absent = node.inputs.contains { input in
        input.pattern.kind == .file && times[input.pattern.path] == nil
      }
      if absent || read.contains(where: { $0.value > time })
        || !remade.isDisjoint(with: graph.upstream(of: stage))
      {
        remade.insert(stage)
      }
    }
    let verdicts = try root.verdicts()
    let stale = verdicts.filter { $0.value != .upToDate }.keys.sorted()
    let expected = remade.map { graph.name(of: $0) }.sorted()
    #expect(stale == expected, "\(verdicts)")
  }
}

extension Step {
  /// The script file; nothing for a command.
  fileprivate var path: String {
    if case .script(let script) = self { script.path } else { "" }
  }
}
