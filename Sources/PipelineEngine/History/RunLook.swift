package import PipelinePlanning
internal import PipelineSystem

/// The current run of a root, if any, and its last run, found without taking the lock.
package struct RunLook {
  package let state: RunState
  /// The last run in the log, whether it has ended or is in progress.
  package let last: RunOverview?

  package init() { (state, last) = (.idle, nil) }

  /// Looks at the log and the lock; `host` is the name of this machine.
  package init(at root: PathResolver, host: String) throws(SystemFault) {
    let lock = root.absolute(Workspace.lockFile)
    var last = try Self.lastRun(root)
    // The log is read before the lock, and a run writes its last line before it releases the lock. So if
    // the lock is free but that line is missing, the log is read again.
    for _ in 0..<Self.patience {
      let isOpen = last.map { $0.run.end == nil } ?? false
      let sight = RunLock.sight(lock, host: host, isThorough: isOpen)
      let state = RunState(lock: sight, last: last)
      let again = isOpen && state.isIdle ? try Self.lastRun(root) : last
      if again == last {
        (self.state, self.last) = (state, last)
        return
      }
      last = again
    }
    (self.state, self.last) = (.goingOn(last, nil), last)
  }

  /// The maximum number of looks, because runs may begin and end meanwhile.
  private static let patience = 5

  private static func lastRun(_ root: PathResolver) throws(SystemFault) -> RunOverview? {
    var history = try RunHistory(of: root)
    return try history?.runs(last: 1).first
  }

  /// Nil if no run is in progress, or if it has logged nothing yet.
  package var current: String? { state.run?.run.id }

  package func live(_ records: Records) -> LiveStages {
    state.run.map { LiveStages(of: $0.run, histories: records.histories) } ?? LiveStages()
  }
}
