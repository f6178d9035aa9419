package import PipelinePlanning
internal import PipelineSystem

/// The run in progress in a root, if any, and the last run, both found without taking the lock.
package struct RunLook {
  package let state: RunState
  /// The last run in the log, whether it has ended or is in progress.
  package let last: RunOverview?

  package init() { (state, last) = (.idle, nil) }

  package init(at root: PathResolver, host: String) throws(SystemFault) {
    let lock = root.absolute(Workspace.lockFile)
    var last = try Self.lastRun(root)
    // A run writes its last line before it releases the lock. So if the lock is free but the log, which is
    // read first, lacks that line, the log is read again.
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

  /// The maximum number of looks, because further runs may begin and end between two looks.
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
