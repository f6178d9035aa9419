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
  }
}
