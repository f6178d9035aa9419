import PipelineDescription
import PipelinePlanning
import PipelineTestSupport
import Testing

/// The work and the finish time of a plan.
struct PriceTests {
  /// `s0` to `s3`, of which `s3` comes after `s0`.
  private static func price(
    _ durations: [Double?],
    jobs: Int,
    amounts: [String: Int] = [:],
    upToDate: Set<StageID> = [],
    _ clauses: (Int) -> [Resources] = { _ in [] }
  ) throws -> Price {
    let graph = try SmallGraphs.graph([(0, 3)], count: 4, clauses)
    let entries = graph.order.map { stage in
      let verdict: Plan.Verdict = upToDate.contains(stage) ? .upToDate : .run([.forced])
      return Plan.Entry(stage: stage, verdict: verdict)
    }
    let estimates = graph.stages.map { ($0, Estimate(duration: durations[$0.index])) }
    return Price(
      of: Plan(entries: entries),
      in: graph,
      capacity: Capacity(jobs: jobs, amounts: amounts),
      estimates: Dictionary(uniqueKeysWithValues: estimates)
    )
  }

  @Test(arguments: [(1, 10.0), (2, 5.0), (3, 5.0), (8, 5.0)])
  func `the finish time follows from the slots and the upstream stages`(
    jobs: Int,
    wall: Double
  ) throws {
    let price = try Self.price([3, 3, 2, 2], jobs: jobs)
    #expect(price.work == 10 && price.wall == wall && price.jobs == jobs)
    #expect(price.known == 4 && price.unknown == 0)
  }

  @Test func `stages that share a resource run one after another`() throws {
    let price = try Self.price([3, 3, 2, 2], jobs: 8, amounts: ["gpu": 1]) { _ in
      [Resources(["gpu": 1])]
    }
    #expect(price.wall == 10)
  }

  @Test func `unknown durations are counted, and up-to-date stages cost nothing`() throws {
    let price = try Self.price([3, nil, 2, 2], jobs: 1, upToDate: [2])
    #expect(price.work == 5 && price.wall == 5)
    #expect(price.known == 2 && price.unknown == 1)
    let idle = try Self.price([3, nil, 2, 2], jobs: 1, upToDate: [0, 1, 2, 3])
    #expect(idle.work == 0 && idle.wall == 0 && idle.known == 0 && idle.unknown == 0)
  }
}
