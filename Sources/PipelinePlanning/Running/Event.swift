/// What happens in a root, in order: what the log holds and the console tells.
package enum Event: Equatable, Sendable {
  case runStarted(RunStart)
  /// Judged and found up to date.
  case stageUpToDate(stage: String)
  /// The first script is about to start.
  case attemptStarted(AttemptStart)
  case scriptStarted(stage: String, command: String)
  case scriptFinished(ScriptSummary)
  case attemptFinished(AttemptSummary)
  case stageFinished(StageSummary)
  case stageBlocked(stage: String, by: [String])
  case stageCancelled(stage: String)
  /// Something worth knowing that stops nothing.
  case warning(Warning)
  case runFinished(RunSummary)
  /// Somebody marked a stage as up to date; between two runs.
  case accepted(Acceptance)
  /// Somebody removed files; between two runs.
  case cleaned(Cleanup)
  /// An event that this version of the program does not know, as the log has it; only read, never told.
  case other(kind: String, text: String)
}

extension Event {
  /// Something worth knowing that stops nothing.
  package enum Warning: Equatable, Sendable {
    /// An unselected upstream stage has run, and is stale.
    case upstreamStale(stage: String, upstream: String, reason: Reason)
    /// A file that a stage reads was changed while it ran; also the last time, if it is `again`, which
    /// the stage itself has probably done then.
    case inputChangedMeanwhile(stage: String, path: String, again: Bool)
    case outputKept(stage: String, path: String, copy: String)
    case futureTime(stage: String, path: String)
    case recordsDamaged(count: Int)
    case recordsNotWritten(SystemFault)
    case manifestChanged(path: String)
    /// The outputs of an attempt whose runner died were removed, or the earlier ones put back; what stood
    /// there instead is kept.
    case outputsUndone(stage: String, run: String, isRestored: Bool, kept: String?)
    /// What an attempt did to an output could not be undone; it is tried again before the next one.
    case outputsNotUndone(stage: String, path: String, SystemFault)
    /// Earlier outputs stand aside, and nothing says any more whether they are to come back.
    case asideUnknown(folder: String)
    /// Something that an attempt had started lived on outside its process group, and was ended; or not.
    case leftBehind(stage: String, Leftovers)
    /// A warning that this version of the program does not know, as the log has it; only read, never told.
    case other(kind: String, text: String)
  }
}

/// What was still alive of an attempt whose runner died.
package struct Leftovers: Equatable, Sendable {
  /// The ids of the processes; none where the system does not tell.
  package var processes: [Int32]
  /// Whether nothing of it is alive any more.
  package var isGone: Bool

  package init(processes: [Int32], isGone: Bool) {
    self.processes = processes
    self.isGone = isGone
  }
}
