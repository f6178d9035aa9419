/// The recipe and the files of a stage's last successful attempt.
package struct Record: Equatable, Sendable {
  /// The run in which the stage succeeded, or was found up to date by Make's rule.
  package var run: String
  package var recipe: Recipe
  /// Stamped, like the inputs, before the first script started.
  package var scripts: [ObservedFile] = []
  package var inputs: [FileSet] = []
  /// Stamped after the last script ended.
  package var outputs: [FileSet] = []
  /// For each stage that only `Upstream` connects to this one, the run in its record when this one was made.
  package var upstream: [String: String] = [:]
  /// Inputs and scripts that changed after they were stamped and before the attempt ended.
  package var changedMeanwhile: [Path] = []
  /// In seconds; nil if it was not measured, as with Make's rule.
  package var duration: Double?
  /// In bytes; nil if it was not measured.
  package var peakMemory: Int64?
  /// Set if a user accepted the stage after the run.
  package var acceptance: Acceptance?
  /// Earlier outputs that the stage no longer declares, but that still existed when the record was made.
  package var formerOutputs: [Path] = []
  /// Output folders that are links which the scripts made; such a link is moved aside before an attempt.
  package var madeLinks: [Path] = []
}

extension Record {
  package init(run: String, recipe: Recipe) { self.init(run: run, recipe: recipe, scripts: []) }
}

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
