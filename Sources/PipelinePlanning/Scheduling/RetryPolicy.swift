package import PipelineDescription

/// Decides whether another attempt follows a failed one, and after which delay.
package enum RetryPolicy {
  /// Returns the decision after an attempt; nil without `Retry`, and if the attempt succeeded or was stopped.
  ///
  /// The backoff after attempt n is delay × factorⁿ⁻¹, up to `longestDelay`. It then varies by up to ±
  /// `jitter` × backoff, depending on `chance` (0 to 1). `isEnding` says that no further stage starts.
  package static func decision(
    _ retry: Retry?,
    after end: AttemptEnd,
    attempt: Int,
    chance: Double,
    isEnding: Bool
  ) -> RetryDecision? {
    guard let retry, !end.isSuccess, end != .stopped else { return nil }
    guard isWorthAnother(end, retry.failures) else { return .notWorth }
    if attempt > retry.count { return .exhausted }
    if isEnding { return .runEnding }
    return .again(after: wait(retry, after: attempt, chance: chance))
  }

  private static func wait(_ retry: Retry, after attempt: Int, chance: Double) -> Double {
    var wait = min(retry.delay, retry.longestDelay)
    for _ in 1..<max(1, attempt) where wait < retry.longestDelay {
      wait = min(wait * retry.factor, retry.longestDelay)
    }
    return wait * (1 + retry.jitter * (2 * chance - 1))
  }

  /// Whether a retry can help; it cannot after a wrong declaration, a missing script or a system error.
  private static func isWorthAnother(_ end: AttemptEnd, _ declared: [Retry.Failure]?) -> Bool {
    let failure: Retry.Failure
    switch end {
    case .exited(let code, _): failure = .exit(Int(code))
    case .signaled(let signal, _): failure = .signal(Int(signal))
    case .timedOut, .idled: failure = .timeout
    case .outputsMissing, .outputsEmpty: failure = .missingOutput
    case .succeeded, .stopped, .notStarted, .inputsMissing, .outputOfOtherKind, .systemFailed,
      .other:
      return false
    }
    return declared?.contains(failure) ?? true
  }

  /// Returns a number from 0 to 1; the same arguments give the same number, so that delays can be reproduced.
  ///
  /// Source: FNV-1a, 64 bits (Fowler, Noll, Vo; RFC 9923), and the finalizer of MurmurHash3, because the high
  /// bits of FNV hardly depend on the last bytes.
  package static func chance(run: String, stage: String, attempt: Int) -> Double {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in "\(run)/\(stage)/\(attempt)".utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    hash = (hash ^ hash >> 33) &* 0xFF51_AFD7_ED55_8CCD
    hash = (hash ^ hash >> 33) &* 0xC4CE_B9FE_1A85_EC53
    hash ^= hash >> 33
    return Double(hash >> 11) / Double(UInt64(1) << 53)
  }
}

/// The decision after a failed attempt of a stage that declares `Retry`.
package enum RetryDecision: Equatable, Sendable {
  /// The delay is in seconds.
  case again(after: Double)
  case exhausted
  /// A retry cannot help against this failure, or `Retry` does not list it.
  case notWorth
  case runEnding
  /// A decision that a later version of the program logged; only the reader of the log creates it.
  case other(String)

  package var delay: Double? { if case .again(let delay) = self { delay } else { nil } }
}
