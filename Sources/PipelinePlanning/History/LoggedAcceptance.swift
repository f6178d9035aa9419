/// That somebody took a stage as it stood, as the log tells of it.
package struct LoggedAcceptance: Equatable, Sendable {
  /// The run whose success, as it then stood, was vouched for; of a stage that never ran an id of its own.
  package var run: String
  package var stage: String
  /// Milliseconds since 1970; nil where the log does not say.
  package var time: Int64?
  /// Why, in the words of whoever did.
  package var reason: String
  /// What had made the stage stale, in the words of the log, the weightiest first.
  package var reasons: [String]

  package init(
    run: String,
    stage: String,
    time: Int64?,
    reason: String,
    reasons: [String] = []
  ) {
    self.run = run
    self.stage = stage
    self.time = time
    self.reason = reason
    self.reasons = reasons
  }
}

/// What the log tells of a stage through the runs.
package enum StageEvent: Equatable, Sendable {
  case attempt(LoggedAttempt)
  case acceptance(LoggedAcceptance)

  package var stage: String {
    switch self {
    case .attempt(let attempt): attempt.stage
    case .acceptance(let acceptance): acceptance.stage
    }
  }
}
