/// An event in a root, as the log stores it and the console prints it.
package enum Event: Equatable, Sendable {
  case runStarted(RunStart)
  /// The runner judged the stage and found it up to date.
  case stageUpToDate(stage: String)
  /// The first script is about to start.
  case attemptStarted(AttemptStart)
  case scriptStarted(stage: String, command: String)
  case scriptFinished(ScriptSummary)
  case attemptFinished(AttemptSummary)
  case stageFinished(StageSummary)
  case stageBlocked(stage: String, by: [String])
  case stageCancelled(stage: String)
  case warning(Warning)
  case runFinished(RunSummary)
  /// A user marked a stage as up to date, between two runs.
  case accepted(Acceptance)
  /// A user removed files, between two runs.
  case cleaned(Cleanup)
  /// An event that a later version of the program logged; it is only read from the log, never reported.
  case other(kind: String, text: String)
}

extension Event {
  /// A problem that does not stop the run.
  package enum Warning: Equatable, Sendable {
    /// An upstream stage has run before but is stale, and the run does not select it.
    case upstreamStale(stage: String, upstream: String, reason: Reason)
    /// A file that a stage reads was changed while the stage ran.
    ///
    /// `again` says that this also happened the last time; then the stage probably changes the file itself.
    case inputChangedMeanwhile(stage: String, path: String, again: Bool)
    case outputKept(stage: String, path: String, copy: String)
    case futureTime(stage: String, path: String)
    case recordsDamaged(count: Int)
    case recordsNotWritten(SystemFault)
    case manifestChanged(path: String)
    /// After a runner died, its attempt's outputs were removed or the earlier ones were put back.
    ///
    /// `kept` names the copy of the files that were there instead.
    case outputsUndone(stage: String, run: String, isRestored: Bool, kept: String?)
    /// An attempt's change to an output could not be undone; the runner retries before the next attempt.
    case outputsNotUndone(stage: String, path: String, SystemFault)
    /// Earlier outputs are still in `folder`, but the records no longer say whether to restore them.
    case asideUnknown(folder: String)
    /// Processes of an attempt survived outside its process group; `Orphans` says whether they were ended.
    case leftBehind(stage: String, Orphans)
    /// A warning that a later version of the program logged; it is only read from the log, never reported.
    case other(kind: String, text: String)
  }
}

/// The orphaned processes of an attempt.
package struct Orphans: Equatable, Sendable {
  /// The process ids; empty if the system does not tell them.
  package var processes: [Int32]
  /// Whether all of them have ended.
  package var isGone: Bool

  package init(processes: [Int32], isGone: Bool) {
    self.processes = processes
    self.isGone = isGone
  }
}
