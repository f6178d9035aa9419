/// An event in a root, as the log stores it; times are in milliseconds since 1970, durations in seconds.
package enum Event: Equatable, Sendable {
  case runStarted(RunStart)
  case stageUpToDate(stage: String)
  case attemptStarted(AttemptStart)
  case scriptStarted(stage: String, command: String)
  case scriptFinished(ScriptSummary)
  case attemptFinished(AttemptSummary)
  case stageFinished(StageSummary)
  /// The failed or blocked upstream stages; if there are none, the names of what the stage itself lacks.
  case stageBlocked(stage: String, by: [String], lacks: [String] = [])
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
    ///
    /// `others` are further upstream stages of which this is true, each with a reason of its own.
    case upstreamStale(stage: String, upstream: String, reason: Reason, others: [String] = [])
    /// With `-k`, these stages do not run, because they lack something; `what` is a kind such as `input`.
    case stagesLack(stages: [String], what: String, name: String)
    /// A script has run for four fifths of its time limit, or its stage usually takes that long.
    ///
    /// `usual` is the stage's usual duration in seconds; nil while a script runs.
    case nearTimeLimit(stage: String, limit: Double, usual: Double?, inJSON: Bool)
    /// The processes of an attempt held more memory than the stage declares, in bytes.
    case memoryAboveDeclared(stage: String, declared: Int64, peak: Int64)
    /// A file that the stage reads changed while the stage ran; `again` says that this also happened in the
    /// last success, so the stage probably changes the file itself.
    case inputChangedMeanwhile(stage: String, path: String, again: Bool)
    case outputKept(stage: String, path: String, copy: String)
    /// Earlier files of an output folder that the attempt did not make again; `size` is in bytes.
    case earlierFilesKept(stage: String, path: String, files: Int, size: Int64, copy: String)
    case futureTime(stage: String, path: String)
    /// A plain argument of a script is the path of a file that the stage does not declare.
    ///
    /// `others` are further stages with such an argument, each as `stage: path`.
    case undeclaredArgument(stage: String, path: String, others: [String])
    /// A glob in a command has more names than a command line holds; the numbers are bytes.
    case longGlob(stage: String, pattern: String, bytes: Int, limit: Int)
    case recordsDamaged(count: Int)
    case recordsNotWritten(SystemFault)
    /// The log lacks lines; the records are not affected.
    case logNotWritten(SystemFault)
    case manifestChanged(path: String)
    /// The runner removed or restored the outputs of a dead runner's attempt; `kept` has the attempt's files.
    case outputsUndone(stage: String, run: String, isRestored: Bool, kept: String?)
    /// The runner could not undo an attempt's change to an output; it tries again before the next attempt.
    case outputsNotUndone(stage: String, path: String, SystemFault)
    /// `folder` has earlier outputs, but the records are damaged and do not say whether to restore them.
    case asideUnknown(folder: String)
    /// Processes that left the process group of an attempt were still running when the attempt had ended.
    case leftBehind(stage: String, Orphans)
    /// A warning that a later version of the program logged; only the reader of the log creates it.
    case other(kind: String, text: String)
  }
}

package struct Orphans: Equatable, Sendable {
  /// Empty if the system does not report the ids.
  package var processes: [Int32]
  /// Whether none of these processes runs any longer.
  package var isGone: Bool

  package init(processes: [Int32], isGone: Bool) {
    self.processes = processes
    self.isGone = isGone
  }
}
