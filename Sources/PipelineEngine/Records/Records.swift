package import PipelinePlanning

/// The history of each stage of a root, with undo notes and open attempts.
package struct Records: Sendable {
  /// By stage name, including stages that the manifest no longer declares.
  package var histories: Histories = [:]
  package var undoNotes: [String: UndoNote] = [:]
  /// Attempts that may outlive the runner and have no recorded end, by stage.
  package var openAttempts: [String: RecordedAttempt] = [:]
  /// 1 if part of the records file is unreadable, so that only successes after that part count; else 0.
  package var damaged = 0
  /// Whether nothing has ever run in the root.
  package var isBlank = false

  package var basis: StalenessRule.Basis { isBlank ? .make : .records }

  mutating func setLastAttempt(of stage: String, _ attempt: StageHistory.LastAttempt) {
    openAttempts[stage] = nil
    histories[stage, default: StageHistory(lastAttempt: attempt, record: nil)].lastAttempt = attempt
  }

  mutating func begin(_ attempt: RecordedAttempt, of stage: String) {
    start(stage, run: attempt.run)
    openAttempts[stage] = attempt
  }

  /// Notes that scripts of an attempt of `run` may have started.
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
