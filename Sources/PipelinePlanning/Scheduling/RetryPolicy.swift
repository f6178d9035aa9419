package import PipelineDescription

/// Whether a failed attempt is followed by another, and after how long.
package enum RetryPolicy {
  /// Decides what follows an attempt that did not succeed.
  ///
  /// The wait is that of exponential backoff: delay × factorⁿ⁻¹ after the n-th attempt, bounded, then
  /// changed by up to ± jitter of itself.
  ///
  /// - Parameters:
  ///   - retry: What the stage declares; nil where it declares nothing.
  ///   - end: How the attempt ended.
  ///   - attempt: Its number, counted from 1.
  ///   - chance: A number from 0 to 1, from which the jitter is made.
  ///   - isEnding: Whether nothing new is started any more.
  /// - Returns: Nil where there is nothing to decide: no `Retry`, a success, a stop.
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

  /// A fault of the declaration, a missing script or an error of the system is not mended by trying again.
  private static func isWorthAnother(_ end: AttemptEnd, _ declared: [Retry.Failure]?) -> Bool {
    let failure: Retry.Failure
    switch end {
    case .exited(let code, _): failure = .exit(Int(code))
    case .signaled(let signal, _): failure = .signal(Int(signal))
    case .timedOut: failure = .timeout
    case .outputsMissing: failure = .missingOutput
    case .succeeded, .stopped, .notStarted, .inputsMissing, .outputOfOtherKind, .systemFailed,
      .other:
      return false
    }
    return declared?.contains(failure) ?? true
  }

  /// A number from 0 to 1 that is always the same for the same words: chance that can be repeated.
  ///
  /// Source: FNV-1a, 64 bits (Fowler, Noll, Vo; RFC 9923), and the finalizer of MurmurHash3, since the
  /// high bits of FNV hardly depend on the last bytes.
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

/// What follows a failed attempt of a stage that declares `Retry`.
package enum RetryDecision: Equatable, Sendable {
  /// Another attempt, after so many seconds.
  case again(after: Double)
  /// No further attempt: there have been as many as there may be.
  case exhausted
  /// No further attempt: this failure is not one that another try could mend, or that is declared.
  case notWorth
  /// No further attempt: the run is ending.
  case runEnding
  /// A decision that this version of the program does not know, as the log has it; only read, never made.
  case other(String)
}
