extension Event {
  /// A stage that ran, whatever its end.
  package struct StageSummary: Equatable, Sendable {
    /// The last attempt, whose end is that of the stage.
    package var last: AttemptSummary
    /// When the first attempt began, in milliseconds since 1970.
    package var start: Int64
    /// Seconds over all attempts, with the waits between them.
    package var duration: Double
    /// Whether it succeeded and every output was there before and is as it was.
    package var leftOutputs: Bool

    package init(
      last: AttemptSummary,
      start: Int64,
      duration: Double,
      leftOutputs: Bool = false
    ) {
      self.last = last
      self.start = start
      self.duration = duration
      self.leftOutputs = leftOutputs
    }

    package var stage: String { last.stage }
    package var end: AttemptEnd { last.end }
    /// How many attempts were begun.
    package var attempts: Int { last.number }
  }
}
