import PipelineDescription
import PipelineEngine
import PipelinePlanning
import PipelineTestSupport
import Testing

/// Stages that wait for free memory.
struct RunMemoryTests {
  private func makeRoot() -> TestRoot {
    var root = TestRoot(
      Pipeline("p") {
        for name in ["a", "b"] {
          Stage(name) {
            Command("make \(output: name)")
            Resources(memory: .gigabytes(4))
          }
        }
        Stage("small") { Command("make \(output: "c")") }
      }
    )
    root.options.capacity = Capacity(jobs: 3, amounts: ["memory": 16_000_000_000])
    let standard = root.runner.standard
    for name in ["a", "b", "small"] {
      root.runner.script(name) { attempt in
        // The outputs appear immediately; the test decides when the attempt ends.
        _ = standard(attempt)
        return nil
      }
    }
    return root
  }

  /// Runs the stages; completes all started ones whenever `counts` have started.
  private func run(_ root: inout TestRoot, endingAfter counts: [Int]) async throws -> [[String]] {
    let runner = root.runner
    let control = root.control
    let driver = Task {
      var waves: [[String]] = []
      for count in counts {
        while runner.starts.count < count { await Task.yield() }
        // Any other stage that can start does so now.
        control.current?.tick()
        for _ in 0..<100 { await Task.yield() }
        let wave = Array(runner.starts.dropFirst(waves.joined().count))
        waves.append(wave)
        for name in wave { runner.complete(name) }
      }
      return waves
    }
    try await root.run()
    return await driver.value
  }

  @Test func `a stage waits for its declared memory while others start`() async throws {
    var root = makeRoot()
    root.runner.setFreeMemory(6_000_000_000)
    #expect(try await run(&root, endingAfter: [2, 3]) == [["a", "small"], ["b"]])
  }

  @Test func `all stages run in parallel if there is enough memory`() async throws {
    var root = makeRoot()
    root.runner.setFreeMemory(9_000_000_000)
    #expect(try await run(&root, endingAfter: [3]) == [["a", "b", "small"]])
  }

  @Test func `at least one stage always runs`() async throws {
    var root = makeRoot()
    root.runner.setFreeMemory(0)
    #expect(try await run(&root, endingAfter: [2, 3]) == [["a", "small"], ["b"]])
  }

  @Test func `the last peak memory counts if a stage declares none`() async throws {
    var root = TestRoot(
      Pipeline("p") { for name in ["a", "b"] { Stage(name) { Command("make \(output: name)") } } }
    )
    let runner = root.runner
    runner.setUsage(ResourceUsage(peakMemory: 4_000_000_000, cpu: 1))
    try await root.run()
    let records = try root.records().histories.all.values.compactMap(\.record?.peakMemory)
    #expect(records == [4_000_000_000, 4_000_000_000])
    root.options.capacity = Capacity(jobs: 2)
    root.options.isForced = true
    runner.setFreeMemory(3_000_000_000)
    try await root.run()
    #expect(runner.mostAtOnce == 1)
  }
}
