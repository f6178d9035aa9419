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
}
