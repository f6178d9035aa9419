/// What a failed stage means for the others that do not depend on it.
package enum FailureResponse: Equatable, Sendable {
  /// What runs may finish, and nothing new starts.
  case finishRunning
  /// Everything that does not depend on it goes on.
  case keepGoing
  /// What runs is stopped, and nothing new starts.
  case stopRunning
}
