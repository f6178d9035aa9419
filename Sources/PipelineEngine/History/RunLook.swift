package import PipelinePlanning
internal import PipelineSystem

/// The current run of a root, if any, and its last run, found without taking the lock.
package struct RunLook {
  package let state: RunState
  /// The last run in the log, still running or not.
  package let last: RunOverview?

  /// Creates a look that found no run.
  package init() { (state, last) = (.idle, nil) }

  /// Looks at the log and the lock; `host` is the name of this machine.
  package init(at root: PathResolver, host: String) throws(SystemFault) {
    let lock = root.absolute(Workspace.lockFile)
    var last = try Self.lastRun(root)
    // Log and lock are not read at the same moment. A run writes its last line before it releases the
    // lock. So if the lock is free and that line is missing, a second look at the log decides.
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

  /// The number of runs that may begin and end during the look.
  private static let patience = 5

  private static func lastRun(_ root: PathResolver) throws(SystemFault) -> RunOverview? {
    var history = try RunHistory(of: root)
    return try history?.runs(last: 1).first
  }

  /// The id of the current run; nil if there is none, or if it has logged nothing yet.
  package var current: String? { state.run?.run.id }

  /// Returns the stages that the current run is working on.
  package func live(_ memory: Memory) -> LiveStages {
    state.run.map { LiveStages(of: $0.run, histories: memory.histories) } ?? LiveStages()
  }
}
