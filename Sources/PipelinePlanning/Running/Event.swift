/// An event in a root, as the log stores it and the console prints it.
package enum Event: Equatable, Sendable {
  case runStarted(RunStart)
  case stageUpToDate(stage: String)
  case attemptStarted(AttemptStart)
  case scriptStarted(stage: String, command: String)
  case scriptFinished(ScriptSummary)
  case attemptFinished(AttemptSummary)
  case stageFinished(StageSummary)
  case stageBlocked(stage: String, by: [String])
  case stageCancelled(stage: String)
  case warning(Warning)
  case runFinished(RunSummary)
  case accepted(Acceptance)
  case cleaned(Cleanup)
  /// An event that a later version of the program logged; only the reader of the log creates it.
  case other(kind: String, text: String)
}

extension Event {
  /// A problem that does not stop the run.
  package enum Warning: Equatable, Sendable {
    /// An upstream stage has run before but is stale, and the run does not select it.
    case upstreamStale(stage: String, upstream: String, reason: Reason)
    /// A file that a stage reads was changed while the stage ran.
    ///
    /// If `again` is true, this also happened in its last success, so the stage probably changes the file
    /// itself.
    case inputChangedMeanwhile(stage: String, path: String, again: Bool)
    case outputKept(stage: String, path: String, copy: String)
    case futureTime(stage: String, path: String)
    case recordsDamaged(count: Int)
    case recordsNotWritten(SystemFault)
    /// The log lacks lines; the records are not affected.
    case logNotWritten(SystemFault)
    case manifestChanged(path: String)
    /// The runner undid an attempt of a dead runner: it removed the outputs, or restored the earlier ones.
    ///
    /// `kept` is the path of a copy of the files that the attempt left.
    case outputsUndone(stage: String, run: String, isRestored: Bool, kept: String?)
    /// The runner could not undo an attempt's change to an output; it tries again before the next attempt.
    case outputsNotUndone(stage: String, path: String, SystemFault)
    /// `folder` has earlier outputs, but damaged records do not say whether to restore them.
    case asideUnknown(folder: String)
    /// Processes that left the process group of an attempt survived it; `Orphans` says whether they have
    /// ended.
    case leftBehind(stage: String, Orphans)
    /// A warning that a later version of the program logged; only the reader of the log creates it.
    case other(kind: String, text: String)
  }
}

package struct Orphans: Equatable, Sendable {
  /// Empty if the system does not tell the ids.
  package var processes: [Int32]
  /// Whether all of them have ended.
  package var isGone: Bool

  package init(processes: [Int32], isGone: Bool) {
    self.processes = processes
    self.isGone = isGone
  }
}
