/// A stage that ran, or should have, as the log tells of it.
package struct LoggedStage: Equatable, Sendable {
  package var run: String
  package var stage: String
  /// When the first attempt began, in milliseconds since 1970.
  package var start: Int64
  /// Seconds over all attempts, with the waits between them.
  package var duration: Double
  package var end: LoggedEnd
  /// How many were begun; 0 where none could be.
  package var attempts: Int
  /// Why it ran, in the words of the log.
  package var reasons: [String]
  package var log: String?
  package var leftOutputs: Bool

  package init(
    run: String,
    stage: String,
    start: Int64,
    duration: Double,
    end: LoggedEnd,
    attempts: Int = 1,
    reasons: [String] = [],
    log: String? = nil,
    leftOutputs: Bool = false
  ) {
    self.run = run
    self.stage = stage
    self.start = start
    self.duration = duration
    self.end = end
    self.attempts = attempts
    self.reasons = reasons
    self.log = log
    self.leftOutputs = leftOutputs
  }
}
