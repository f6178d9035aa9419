package import PipelinePlanning

/// The records of a root: the history of each stage, undo notes and open attempts.
package struct Memory: Sendable {
  /// Histories by stage name, including stages that the manifest no longer declares.
  package var histories: Histories = [:]
  /// Undo notes of unfinished attempts, by stage.
  package var undoNotes: [String: UndoNote] = [:]
  /// Attempts that may outlive the runner and have no recorded end, by stage.
  package var openAttempts: [String: RecordedAttempt] = [:]
  /// The number of unreadable places in the records file: 0 or 1.
  ///
  /// The unreadable part may hold anything. So no history says that its stage succeeded, unless the
  /// success was written after that part.
  package var damaged = 0
  /// Whether nothing has ever run in the root.
  package var isBlank = false

  /// The basis for judging stages: Make's rule in a root where nothing has ever run, else the records.
  package var basis: StalenessRule.Basis { isBlank ? .make : .records }

  /// Sets the start or the end of a stage's last attempt, and closes its open attempt.
  mutating func setLastAttempt(of stage: String, _ attempt: StageHistory.LastAttempt) {
    openAttempts[stage] = nil
    histories[stage, default: StageHistory(lastAttempt: attempt, record: nil)].lastAttempt = attempt
  }

  /// Sets a stage's last attempt to one that may outlive the runner.
  mutating func begin(_ attempt: RecordedAttempt, of stage: String) {
    start(stage, run: attempt.run)
    openAttempts[stage] = attempt
  }

  /// Sets a stage's last attempt to one of `run` whose scripts may have started.
  mutating func start(_ stage: String, run: String) {
    setLastAttempt(of: stage, .started(run: run))
    if undoNotes[stage]?.run == run { undoNotes[stage]?.progress = .started }
  }

  mutating func succeed(_ stage: String, record: Record) {
    openAttempts[stage] = nil
    histories[stage] = StageHistory(lastAttempt: .succeeded, record: record)
    if undoNotes[stage]?.run == record.run { undoNotes[stage]?.progress = .succeeded }
  }
}
