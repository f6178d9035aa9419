/// The effect of a failed stage on the stages that do not depend on it.
package enum FailureResponse: Equatable, Sendable {
  /// Running stages may finish, and no further stage starts.
  case finishRunning
  /// All stages that do not depend on the failed one still run.
  case keepGoing
  /// The loop stops all stages that run, and no further stage starts.
  case stopRunning
}
