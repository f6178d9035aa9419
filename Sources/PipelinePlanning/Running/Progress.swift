/// Where a run stands at one moment: what a person who watches wants to know.
package struct Progress: Equatable, Sendable {
  /// A stage that runs.
  package struct Running: Equatable, Sendable {
    package var stage: String
    /// Counted from 1.
    package var attempt: Int
    /// For how long this attempt has been running, in seconds.
    package var elapsed: Double
    /// How long the stage took last time, in seconds; nil where that is not known.
    package var usual: Double?

    package init(stage: String, attempt: Int, elapsed: Double, usual: Double?) {
      self.stage = stage
      self.attempt = attempt
      self.elapsed = elapsed
      self.usual = usual
    }
  }

  /// A stage that waits for its next attempt.
  package struct Retrying: Equatable, Sendable {
    package var stage: String
    /// The number of the attempt that comes next.
    package var attempt: Int
    /// In how many seconds; 0 where it only waits for a place.
    package var wait: Double

    package init(stage: String, attempt: Int, wait: Double) {
      self.stage = stage
      self.attempt = attempt
      self.wait = wait
    }
  }

  /// In the order in which they were started.
  package var running: [Running]
  package var retrying: [Retrying] = []
  package var succeeded: Int = 0
  package var upToDate: Int = 0
  package var failed: Int = 0
  /// Blocked or cancelled.
  package var notRun: Int = 0
  /// Neither final nor running nor retrying.
  package var waiting: Int = 0
  /// How many of these could start and lack a resource, by its name, although there is a place.
  package var held: [String: Int] = [:]
  /// Seconds since the run began.
  package var elapsed: Double = 0
  /// About how many seconds are left; nil where the time of a stage that is still to end is not known.
  package var remaining: Double?
  /// Whether nothing new starts any more, because something failed or the run was stopped.
  package var isEnding: Bool = false

  /// Stages that have reached a final state.
  package var finished: Int { succeeded + upToDate + failed + notRun }
  /// All selected stages.
  package var total: Int { finished + running.count + retrying.count + waiting }
}

extension Progress {
  package init(running: [Running]) { self.init(running: running, waiting: 0) }
}
