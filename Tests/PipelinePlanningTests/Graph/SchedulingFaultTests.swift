import PipelineDescription
import PipelinePlanning
import Testing

/// Faults of `Retry`, `Jobs`, `Resources`, `Limits` and `Exclusive`.
struct SchedulingFaultTests {
  private func faults(of pipeline: Pipeline) -> [GraphFault] {
    do {
      _ = try Graph(pipeline, resolver: PathResolver(root: "/srv", home: nil))
      return []
    } catch {
      return error.faults
    }
  }

  private func faults(@PipelineBuilder _ content: () -> PipelineContent) -> [GraphFault] {
    faults(of: Pipeline("p", place: Place(#fileID, 1), content: content()))
  }

  /// The faults of one stage, declared on line 2.
  private func faults(
    limits: Limits = Limits(),
    @StageBuilder stage content: () -> StageContent
  ) -> [GraphFault] {
    faults {
      limits
      Stage("a", "", place: Place(#fileID, 2), content: StageBuilder.buildBlock(content(), command))
    }
  }

  private var command: StageContent { StageBuilder.buildExpression(Command("true")) }

  private static let century = 100.0 * 366 * 86_400

  @Test(
    arguments: [
      Retry(count: 1, place: Place(#fileID, 3)), Retry(count: 1000, place: Place(#fileID, 3)),
      .never,
      Retry(count: 3, delay: 0, factor: 1, longestDelay: 0, jitter: 0, place: Place(#fileID, 3)),
      Retry(
        count: 3,
        delay: century,
        factor: 1e300,
        longestDelay: century,
        jitter: 1,
        place: Place(#fileID, 3)
      ),
      Retry(count: 3, delay: 60, longestDelay: 1, place: Place(#fileID, 3)),
      Retry(
        count: 3,
        failures: [.exit(1), .exit(255), .signal(1), .signal(64), .timeout, .missingOutput],
        place: Place(#fileID, 3)
      ),
    ]
  )
  func `a sensible retry is no fault`(retry: Retry) {
    #expect(faults(stage: { retry }) == [])
  }

  @Test(
    arguments: [
      (Retry(count: 0, place: Place(#fileID, 3)), [.count(0)]),
      (Retry(count: -1, place: Place(#fileID, 3)), [.count(-1)]),
      (Retry(count: 1001, place: Place(#fileID, 3)), [.count(1001)]),
      (Retry(count: .max, place: Place(#fileID, 3)), [.count(.max)]),
      (Retry(count: 1, delay: -0.1, place: Place(#fileID, 3)), [.delay(-0.1)]),
      (Retry(count: 1, delay: .infinity, place: Place(#fileID, 3)), [.delay(.infinity)]),
      (Retry(count: 1, delay: century * 1.01, place: Place(#fileID, 3)), [.delay(century * 1.01)]),
      (Retry(count: 1, factor: 0.99, place: Place(#fileID, 3)), [.factor(0.99)]),
      (Retry(count: 1, factor: .infinity, place: Place(#fileID, 3)), [.factor(.infinity)]),
      (Retry(count: 1, longestDelay: -1, place: Place(#fileID, 3)), [.longestDelay(-1)]),
      (
        Retry(count: 1, longestDelay: .infinity, place: Place(#fileID, 3)),
        [.longestDelay(.infinity)]
      ),
      (Retry(count: 1, jitter: -0.1, place: Place(#fileID, 3)), [.jitter(-0.1)]),
      (Retry(count: 1, jitter: 1.1, place: Place(#fileID, 3)), [.jitter(1.1)]),
      (Retry(count: 1, failures: [], place: Place(#fileID, 3)), [.noFailures]),
      (Retry(count: 1, failures: [.exit(0)], place: Place(#fileID, 3)), [.exitStatus(0)]),
      (
        Retry(count: 1, failures: [.timeout, .exit(256)], place: Place(#fileID, 3)),
        [.exitStatus(256)]
      ),
      (
        Retry(count: 1, failures: [.signal(0), .signal(65)], place: Place(#fileID, 3)),
        [.signal(0), .signal(65)]
      ),
      (
        Retry(count: 0, delay: -1, factor: 0, place: Place(#fileID, 3)),
        [.count(0), .delay(-1), .factor(0)]
      ),
    ] as [(Retry, [RetryFault.Kind])]
  )
  func `the check reports every fault of a retry`(retry: Retry, kinds: [RetryFault.Kind]) {
    func expected(_ stage: String?) -> [GraphFault] {
      kinds.map { .retry(RetryFault($0, stage: stage, place: Place(#fileID, 3))) }
    }
    #expect(faults(stage: { retry }) == expected("a"))
    let ofPipeline = faults {
      retry
      Stage("a", line: 2) { Command("true") }
    }
    #expect(ofPipeline == expected(nil))
  }

  @Test func `a retry with NaN in any part is a fault`() {
    let retry = Retry(
      count: 1,
      delay: .nan,
      factor: .nan,
      longestDelay: .nan,
      jitter: .nan,
      place: Place(#fileID, 3)
    )
    #expect(faults(stage: { retry }).count == 4)
  }

  @Test(arguments: [(1, true), (1_000_000, true), (0, false), (-4, false), (1_000_001, false)])
  func `the number of jobs is between 1 and a million`(count: Int, isRight: Bool) {
    let found = faults {
      Jobs(count, line: 3)
      Stage("a", line: 2) { Command("true") }
    }
    #expect(found == (isRight ? [] : [.badJobs(count, place: Place(#fileID, 3))]))
  }

  @Test(
    arguments: [
      ("cores", 1, true), ("cores", 1e9, true), ("gpu", 1, true), ("memory", 1, true),
      ("memory", 1e15, true),
      ("cores", 0, false), ("gpu", -1, false), ("gpu", 1.5, false), ("gpu", 1e9 + 1, false),
      ("gpu", .infinity, false), ("memory", 0, false), ("memory", 1.5, false),
      ("memory", 1e15 + 1, false), ("memory", -.infinity, false),
    ] as [(String, Double, Bool)]
  )
  func `an amount is a whole number within the countable range`(
    name: String,
    amount: Double,
    isRight: Bool
  ) {
    var pipeline = Pipeline("p", line: 1) { Stage("a", line: 2) { Command("true") } }
    pipeline.stages[0].resources = [
      ResourceAmount(name: name, amount: amount, place: Place(#fileID, 3))
    ]
    pipeline.limits = [ResourceAmount(name: name, amount: amount, place: Place(#fileID, 4))]
    let expected: [GraphFault] = [("a", 3), (nil, 4)].map { stage, line in
      .resource(
        ResourceFault(.badAmount(amount), name: name, stage: stage, place: Place(#fileID, line))
      )
    }
    #expect(faults(of: pipeline) == (isRight ? [] : expected))
  }

  @Test func `an amount of NaN is a fault`() {
    #expect(faults(stage: { Resources(memory: .gigabytes(.nan), line: 3) }).count == 1)
  }

  @Test(arguments: [
    "", "my gpu", "-x", ".x", "a/b", "é", "a=1", String(repeating: "x", count: 101),
  ])
  func `a resource name follows the rule for stage names`(name: String) {
    let expected = [3, 4, 5].map { line in
      ResourceFault(.badName, name: name, stage: line == 3 ? nil : "a", place: Place(#fileID, line))
    }
    let found = faults(limits: Limits(["x": 1], line: 3)) {
      Resources(["x": 1], line: 4)
      Exclusive("y", line: 5)
    }
    #expect(found == [])
    #expect(
      faults(limits: Limits([name: 1], line: 3)) {
        Resources([name: 1], line: 4)
        Exclusive(name, line: 5)
      } == expected.map { .resource($0) }
    )
  }

  @Test func `a stage and the limits name each resource once`() {
    #expect(
      faults(limits: Limits(cores: 4, ["api": 1, "cores": 4, "api": 2], line: 3)) {
        Resources(memory: .gigabytes(1), ["api": 1], line: 4)
        Resources(cores: 1, ["api": 1], line: 5)
      } == [
        .resource(
          ResourceFault(
            .declaredTwice(firstPlace: Place(#fileID, 3)),
            name: "cores",
            stage: nil,
            place: Place(#fileID, 3)
          )
        ),
        .resource(
          ResourceFault(
            .declaredTwice(firstPlace: Place(#fileID, 3)),
            name: "api",
            stage: nil,
            place: Place(#fileID, 3)
          )
        ),
        .resource(
          ResourceFault(
            .declaredTwice(firstPlace: Place(#fileID, 4)),
            name: "api",
            stage: "a",
            place: Place(#fileID, 5)
          )
        ),
      ]
    )
  }

  @Test(
    arguments: [
      (
        [Exclusive("db", line: 5), Exclusive("db", line: 6)],
        .exclusiveTwice(firstPlace: Place(#fileID, 5)), 6
      ),
      ([Exclusive("gpu", line: 5)], .exclusiveAndTaken(place: Place(#fileID, 4)), 5),
      ([Exclusive("cores", line: 5)], .exclusiveOfMachine, 5),
      ([Exclusive("memory", line: 5)], .exclusiveOfMachine, 5),
      ([Exclusive("api", line: 5)], .exclusiveWithLimit(3, place: Place(#fileID, 3)), 5),
    ] as [([Exclusive], ResourceFault.Kind, Int)]
  )
  func `an exclusive name is declared once and names no other resource`(
    exclusives: [Exclusive],
    kind: ResourceFault.Kind,
    line: Int
  ) {
    let found = faults(limits: Limits(["api": 3, "one": 1], line: 3)) {
      Resources(["gpu": 1], line: 4)
      Exclusive("one", line: 4)
      for exclusive in exclusives { exclusive }
    }
    let name = exclusives[0].name
    #expect(
      found == [.resource(ResourceFault(kind, name: name, stage: "a", place: Place(#fileID, line)))]
    )
  }

  @Test func `the check reports each name that differs only in case once`() {
    let found = faults {
      Limits(["API": 3], line: 2)
      for line in [3, 4] {
        Stage("s\(line)", line: line) {
          Command("true")
          Resources(["api": 1], line: line)
          Exclusive("Cores", line: line)
          Exclusive("db", line: line)
        }
      }
      Stage("c", line: 5) {
        Command("true")
        Exclusive("DB", line: 5)
      }
    }
    #expect(
      found == [
        .resource(
          ResourceFault(
            .otherCase("API", place: Place(#fileID, 2)),
            name: "api",
            stage: "s3",
            place: Place(#fileID, 3)
          )
        ),
        .resource(
          ResourceFault(
            .otherCase("cores", place: nil),
            name: "Cores",
            stage: "s3",
            place: Place(#fileID, 3)
          )
        ),
        .resource(
          ResourceFault(
            .otherCase("db", place: Place(#fileID, 3)),
            name: "DB",
            stage: "c",
            place: Place(#fileID, 5)
          )
        ),
      ]
    )
  }
}
