extension Event {
  /// An attempt whose first script is about to start.
  package struct AttemptStart: Equatable, Sendable {
    package var stage: String
    /// Counted from 1.
    package var number: Int
    /// Milliseconds since 1970.
    package var time: Int64
    package var reasons: [Reason]
    /// The file that takes what the scripts print.
    package var log: String

    package init(stage: String, number: Int, time: Int64, reasons: [Reason], log: String) {
      self.stage = stage
      self.number = number
      self.time = time
      self.reasons = reasons
      self.log = log
    }
  }
}
