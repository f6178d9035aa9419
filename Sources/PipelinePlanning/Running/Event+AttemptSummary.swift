extension Event {
  /// An attempt that has ended.
  package struct AttemptSummary: Equatable, Sendable {
    /// What became of the outputs of an attempt that did not succeed.
    package enum Undone: String, Equatable, Sendable {
      /// The earlier ones are back.
      case restored
      case removed
    }

    package var stage: String
    /// Counted from 1; 0 where not even the first attempt was begun.
    package var number: Int
    /// Milliseconds since 1970.
    package var start: Int64
    /// Seconds.
    package var duration: Double
    package var end: AttemptEnd
    package var reasons: [Reason]
    package var commands: [String]
    /// The file with what the scripts printed; nil where none was begun.
    package var log: String?
    package var usage: ResourceUsage
    /// Whether another attempt follows; nil where the stage declares no `Retry`, or succeeded.
    package var decision: RetryDecision?
    /// Nil where they were left as they are.
    package var undone: Undone?

    package init(
      stage: String,
      number: Int,
      start: Int64,
      duration: Double,
      end: AttemptEnd,
      reasons: [Reason],
      commands: [String] = [],
      log: String? = nil,
      usage: ResourceUsage = ResourceUsage(),
      decision: RetryDecision? = nil,
      undone: Undone? = nil
    ) {
      self.stage = stage
      self.number = number
      self.start = start
      self.duration = duration
      self.end = end
      self.reasons = reasons
      self.commands = commands
      self.log = log
      self.usage = usage
      self.decision = decision
      self.undone = undone
    }
  }
}
