import PipelineDescription
import PipelinePlanning
import Testing

/// The decision after a failed attempt.
struct RetryPolicyTests {
  private static let plain = Retry(2, delay: .seconds(4), factor: 3, upTo: .seconds(20), jitter: 0)

  static let ends: [(end: AttemptEnd, byDefault: Bool, named: Retry.Failure?)] = [
    (.exited(code: 75, script: 0), true, .exit(75)),
    (.signaled(signal: 9, script: 1), true, .signal(9)),
    (.timedOut(after: .seconds(1), script: 0), true, .timeout),
    (.idled(for: .seconds(1), script: 0), true, .timeout),
    (.outputsMissing(["a"]), true, .missingOutput),
    (.notStarted(.missing("a.sh"), script: 0), false, nil),
    (.inputsMissing(["a"]), false, nil),
    (.outputOfOtherKind("a", .folder), false, nil),
    (.systemFailed(SystemFault(number: 28, words: "full"), path: "a"), false, nil),
  ]

  @Test(arguments: ends)
  func `the policy retries only certain attempt ends`(
    row: (end: AttemptEnd, byDefault: Bool, named: Retry.Failure?)
  ) {
    func decision(_ failures: [Retry.Failure]?) -> RetryDecision? {
      var retry = Self.plain
      retry.failures = failures
      return RetryPolicy.decision(retry, after: row.end, attempt: 1, chance: 0.5, isEnding: false)
    }
    #expect(decision(nil) == (row.byDefault ? .again(after: 4) : .notWorth))
    #expect(decision([.exit(1), .signal(1)]) == .notWorth)
    if let named = row.named { #expect(decision([.exit(1), named]) == .again(after: 4)) }
  }

  @Test(arguments: [AttemptEnd.succeeded, .stopped])
  func `the policy does not retry after a success or a stop`(end: AttemptEnd) {
    #expect(
      RetryPolicy.decision(Self.plain, after: end, attempt: 1, chance: 0, isEnding: false) == nil
    )
  }

  @Test func `delays grow up to their maximum, and the number of attempts is limited`() {
    let end = AttemptEnd.exited(code: 1, script: 0)
    var retry = Self.plain
    retry.count = 5
    let decisions = (1...6).map { attempt in
      RetryPolicy.decision(retry, after: end, attempt: attempt, chance: 0.5, isEnding: false)
    }
    let waits: [RetryDecision] = [4, 12, 20, 20, 20].map { .again(after: $0) }
    #expect(decisions == waits + [.exhausted])
    #expect(
      RetryPolicy.decision(retry, after: end, attempt: 1, chance: 0.5, isEnding: true)
        == .runEnding
    )
    #expect(
      RetryPolicy.decision(nil, after: end, attempt: 1, chance: 0.5, isEnding: false) == nil
    )
    retry.count = .max
    retry.factor = 1e300
    #expect(
      RetryPolicy.decision(retry, after: end, attempt: 1_000_000, chance: 0, isEnding: false)
        == .again(after: 20)
    )
  }

  @Test func `jitter stays in its bounds and is reproducible`() {
    var retry = Self.plain
    retry.jitter = 0.25
    var chances: [Double] = []
    for number in 0..<1000 {
      let chance = RetryPolicy.chance(run: "R", stage: "s\(number)", attempt: 1)
      #expect(chance == RetryPolicy.chance(run: "R", stage: "s\(number)", attempt: 1))
      chances.append(chance)
      guard
        case .again(let wait)? = RetryPolicy.decision(
          retry,
          after: .exited(code: 1, script: 0),
          attempt: 1,
          chance: chance,
          isEnding: false
        )
      else {
        Issue.record("given up")
        return
      }
      #expect((3...5).contains(wait))
    }
    // The spread is wide enough that stages do not retry together.
    for tenth in 0..<10 {
      let count = chances.count { Int($0 * 10) == tenth }
      #expect((60...140).contains(count), "\(tenth): \(count)")
    }
  }
}
