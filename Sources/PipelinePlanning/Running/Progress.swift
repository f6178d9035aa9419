/// The progress of a run at one moment, as the console shows it; all times are in seconds.
package struct Progress: Equatable, Sendable {
  package struct Running: Equatable, Sendable {
    package var stage: String
    /// Counted from 1.
    package var attempt: Int
    package var elapsed: Double
    /// The duration of the stage's last success; nil if unknown.
    package var usual: Double?
    /// Seconds since the attempt last printed something, or since its start; nil if unknown.
    package var silence: Double?

    package init(
      stage: String,
      attempt: Int,
      elapsed: Double,
      usual: Double?,
      silence: Double? = nil
    ) {
      self.stage = stage
      self.attempt = attempt
      self.elapsed = elapsed
      self.usual = usual
      self.silence = silence
    }

    package var pace: Pace { Pace(elapsed: elapsed, usual: usual, silence: silence) }
  }

  /// A stage that waits for its next attempt, which has the number `attempt`.
  package struct Retrying: Equatable, Sendable {
    package var stage: String
    package var attempt: Int
    /// The time until the next attempt; 0 if the stage only waits for a slot.
    package var wait: Double

    package init(stage: String, attempt: Int, wait: Double) {
      self.stage = stage
      self.attempt = attempt
      self.wait = wait
    }
  }

  /// In the order in which they started.
  package var running: [Running]
  package var retrying: [Retrying] = []
  package var succeeded: Int = 0
  package var upToDate: Int = 0
  package var failed: Int = 0
  /// Stages that are blocked or cancelled.
  package var notRun: Int = 0
  /// Stages that are neither finished nor running nor retrying.
  package var waiting: Int = 0
  /// By resource, the number of waiting stages that have a free slot but lack this resource.
  package var held: [String: Int] = [:]
  package var elapsed: Double = 0
  /// The estimated seconds left, and at least these seconds if a stage is overdue; nil if unknown.
  package var remaining: Double?
  /// Whether no further stage starts, because a stage failed or the run was stopped.
  package var isEnding: Bool = false

  /// Whether a running stage is over its usual time, so that the estimate is only a lower bound.
  package var isOverdue: Bool { running.contains { $0.pace.overdue != nil } }

  package var finished: Int { succeeded + upToDate + failed + notRun }
  package var total: Int { finished + running.count + retrying.count + waiting }
}

extension Progress {
  package init(running: [Running]) { self.init(running: running, waiting: 0) }
}
