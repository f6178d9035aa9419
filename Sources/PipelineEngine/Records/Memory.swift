package import PipelinePlanning

/// What is remembered of a root: the history of each stage, and whether there is any at all.
package struct Memory: Sendable {
  /// By the names of the stages, those included that the manifest no longer has.
  package var histories: Histories
  /// How attempts of stages are undone that did not come to their end.
  package var undoNotes: [String: UndoNote] = [:]
  /// The attempts that may outlive their runner and have no end here, by stage.
  package var openAttempts: [String: RecordedAttempt] = [:]
  /// In how many places the file of the records could not be read: 0 or 1.
  ///
  /// What stands behind such a place is not known, so no history says that its stage succeeded,
  /// unless it was written later than all that could not be read.
  package var damaged: Int
  /// Whether nothing has ever been run in the root.
  package var isBlank: Bool

  package init(histories: Histories = [:], damaged: Int = 0, isBlank: Bool = false) {
    self.histories = histories
    self.damaged = damaged
    self.isBlank = isBlank
  }

  /// Make's rule holds once, in a root that has never been run.
  package var basis: StalenessRule.Basis { isBlank ? .make : .records }

  /// Takes an attempt that may outlive the runner as a stage's last one.
  mutating func begin(_ attempt: RecordedAttempt, of stage: String) {
    let last = StageHistory.LastAttempt.started(run: attempt.run)
    histories[stage, default: StageHistory(lastAttempt: last, record: nil)].lastAttempt = last
    openAttempts[stage] = attempt
    if undoNotes[stage]?.run == attempt.run { undoNotes[stage]?.progress = .started }
  }
}
