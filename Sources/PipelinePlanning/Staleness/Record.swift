/// The recipe and the files of a stage's last successful attempt.
package struct Record: Equatable, Sendable {
  /// The run in which the stage succeeded, or was found up to date by Make's rule.
  package var run: String
  package var recipe: Recipe
  /// The scripts, stamped before the first of them started.
  package var scripts: [ObservedFile] = []
  /// The inputs, stamped before the first script started.
  package var inputs: [FileSet] = []
  /// The outputs, stamped after the last script ended.
  package var outputs: [FileSet] = []
  /// For each upstream stage that no file connects, the run of its own record at that time.
  package var upstream: [String: String] = [:]
  /// Inputs and scripts that changed between their stamping and the end of the attempt.
  package var changedMeanwhile: [Path] = []
  /// The duration of the stage in seconds; nil if it was not measured, as with Make's rule.
  package var duration: Double?
  /// The peak memory of all its processes together over the samples, in bytes; nil if there was no sample.
  package var peakMemory: Int64?
  /// The user's acceptance of the files as they are, after the run; nil if there was none.
  package var acceptance: Acceptance?
  /// Files of earlier runs that the stage no longer declares and that still existed at that time.
  package var formerOutputs: [Path] = []
}

extension Record {
  package init(run: String, recipe: Recipe) { self.init(run: run, recipe: recipe, scripts: []) }
}

/// A user's decision to mark a stage as up to date without running it.
package struct Acceptance: Equatable, Sendable {
  /// Milliseconds since 1970.
  package var time: Int64
  package var reason: String

  package init(time: Int64, reason: String) {
    self.time = time
    self.reason = reason
  }
}

/// The end of a stage's last attempt, and the record of its last success.
package struct StageHistory: Equatable, Sendable {
  package enum LastAttempt: Equatable, Sendable {
    case succeeded
    case failed(AttemptEnd)
    /// The attempt started in this run, but its end was never recorded.
    case started(run: String)
  }

  package var lastAttempt: LastAttempt
  package var record: Record?

  package init(lastAttempt: LastAttempt, record: Record?) {
    self.lastAttempt = lastAttempt
    self.record = record
  }
}
