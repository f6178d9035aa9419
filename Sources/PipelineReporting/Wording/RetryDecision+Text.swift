package import PipelinePlanning

extension RetryDecision {
  /// Why there is no further attempt, where the number of attempts does not say it.
  ///
  /// - Parameter end: How the last attempt ended.
  /// - Returns: A part of a sentence.
  package func refusal(of end: AttemptEnd) -> String? {
    switch self {
    case .again, .exhausted, .other: nil
    case .runEnding: "not tried again: the run is ending"
    case .notWorth:
      switch end {
      case .exited, .signaled, .timedOut, .outputsMissing:
        "not tried again: \(end.retryName) is not among the failures that `Retry` names"
      case .succeeded, .notStarted, .inputsMissing, .outputOfOtherKind, .systemFailed, .stopped,
        .other:
        "not tried again: another attempt would end the same way"
      }
    }
  }
}

extension AttemptEnd {
  /// The failure by the name that `Retry` has for it.
  fileprivate var retryName: String {
    switch self {
    case .signaled(let signal, _): signalText(signal)
    case .timedOut: "a timeout"
    case .outputsMissing: "a missing output"
    default: text
    }
  }
}
