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
    /// Something that an attempt had started lived on outside its process group, and was ended; or not.
    case leftBehind(stage: String, Leftovers)
  }
}
