internal import PipelinePlanning

/// An attempt that is under way, and what it saw when it began.
struct LiveAttempt {
  var attempt: Attempt
  var reasons: [Reason]
  var observation: Observation
  var commands: [String]
  var log: Path
  /// Milliseconds since 1970.
  var start: Int64
  /// By the clock that never goes back, in seconds.
  var started: Double
  /// How much memory it is expected to hold, in bytes; 0 where that is little or not known.
  var expectedMemory: Int
  /// How much memory its processes held at the last sample, in bytes.
  var heldMemory: Int64 = 0
  /// How its scripts have ended, while what they left is looked at.
  var ended: Ended?

  /// The end of an attempt's scripts.
  struct Ended {
    var end: AttemptEnd
    var usage: ResourceUsage
    /// What was there at that moment.
    var after: Observation
    /// By the clock that never goes back, in seconds.
    var time: Double
  }
}
