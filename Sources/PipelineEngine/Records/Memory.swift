package import PipelinePlanning

/// What is remembered of a root: the history of each stage, and whether there is any at all.
package struct Memory: Sendable {
  /// By the names of the stages, those included that the manifest no longer has.
  package var histories: Histories = [:]
  /// How attempts of stages are undone that did not come to their end.
  package var undoNotes: [String: UndoNote] = [:]
  /// The attempts that may outlive their runner and have no end here, by stage.
  package var openAttempts: [String: RecordedAttempt] = [:]
  /// In how many places the file of the records could not be read: 0 or 1.
  ///
  /// What stands behind such a place is not known, so no history says that its stage succeeded,
  /// unless it was written later than all that could not be read.
  package var damaged = 0
  /// Whether nothing has ever been run in the root.
  package var isBlank = false

  /// Make's rule holds once, in a root that has never been run.
  package var basis: StalenessRule.Basis { isBlank ? .make : .records }

  /// Takes this as the end, or the begin, of a stage's last attempt.
  mutating func setLastAttempt(of stage: String, _ attempt: StageHistory.LastAttempt) {
    openAttempts[stage] = nil
    histories[stage, default: StageHistory(lastAttempt: attempt, record: nil)].lastAttempt = attempt
  }

  /// Takes an attempt that may outlive the runner as a stage's last one.
  mutating func begin(_ attempt: RecordedAttempt, of stage: String) {
    start(stage, run: attempt.run)
    openAttempts[stage] = attempt
  }

  /// Takes an attempt of this run, whose scripts may have started, as a stage's last one.
  mutating func start(_ stage: String, run: String) {
    setLastAttempt(of: stage, .started(run: run))
    if undoNotes[stage]?.run == run { undoNotes[stage]?.progress = .started }
  }

  /// Takes a success as a stage's last attempt.
  mutating func succeed(_ stage: String, record: Record) {
    openAttempts[stage] = nil
    histories[stage] = StageHistory(lastAttempt: .succeeded, record: record)
    if undoNotes[stage]?.run == record.run { undoNotes[stage]?.progress = .succeeded }
  }
}
