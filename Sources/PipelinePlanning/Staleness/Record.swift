/// What the last successful attempt of a stage saw.
package struct Record: Equatable, Sendable {
  /// The run in which it succeeded, or was found up to date by Make's rule.
  package var run: String
  package var recipe: Recipe
  /// The scripts, stamped before the first of them started.
  package var scripts: [ObservedFile] = []
  /// The inputs, stamped before the first script started.
  package var inputs: [FileSet] = []
  /// The outputs, stamped after the last script ended.
  package var outputs: [FileSet] = []
  /// For each upstream stage that no file connects: the run of its own record at that time.
  package var upstream: [String: String] = [:]
  /// Inputs and scripts that were no longer as stamped when the attempt ended.
  package var changedMeanwhile: [Path] = []
  /// How long the stage took, in seconds; nil where it was found up to date by Make's rule.
  package var duration: Double?
  /// The most memory that all its processes held together at a sample, in bytes; nil where it ended
  /// before the first, or nobody sampled.
  package var peakMemory: Int64?
  /// That somebody took the files as they are, after the run.
  package var acceptance: Acceptance?
  /// Files that the stage made in earlier runs, that were still there, and that it no longer declares.
  package var formerOutputs: [Path] = []
}

extension Record {
  package init(run: String, recipe: Recipe) { self.init(run: run, recipe: recipe, scripts: []) }
}

/// Somebody's word that a stage is up to date, whatever has changed.
package struct Acceptance: Equatable, Sendable {
  /// Milliseconds since 1970.
  package var time: Int64
  package var reason: String

  package init(time: Int64, reason: String) {
    self.time = time
    self.reason = reason
  }
}

/// What is remembered of a stage: how its last attempt ended, and the record of the last success.
package struct StageHistory: Equatable, Sendable {
  package enum LastAttempt: Equatable, Sendable {
    case succeeded
    case failed(AttemptEnd)
    /// Started in this run, and no end was written.
    case started(run: String)
  }

  package var lastAttempt: LastAttempt
  package var record: Record?

  package init(lastAttempt: LastAttempt, record: Record?) {
    self.lastAttempt = lastAttempt
    self.record = record
  }
}
