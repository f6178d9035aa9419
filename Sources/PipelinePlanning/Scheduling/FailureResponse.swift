/// The effect of a failed stage on the stages that do not depend on it.
package enum FailureResponse: Equatable, Sendable {
  /// Running stages finish, and no further stage starts.
  case finishRunning
  case keepGoing
  /// The loop stops all running stages, and no further stage starts.
  case stopRunning
}
