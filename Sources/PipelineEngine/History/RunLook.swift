package import PipelinePlanning
internal import PipelineSystem

/// Whether a run goes on in a root, seen without taking its lock.
package struct RunLook {
  package let state: RunState
  /// The last run of the log, whether it goes on or not.
  package let last: RunOverview?

  /// No run goes on, and none is known.
  package init() { (state, last) = (.idle, nil) }

  /// Looks at the log and at the lock; `host` is the name of this machine.
  package init(at root: PathResolver, host: String) throws(SystemFault) {
    let lock = root.absolute(Workspace.lockFile)
    var last = try Self.lastRun(root)
    // The two are not read at one moment. A run writes its last line before it gives the lock back:
    // where the lock is free and the line is not there, a second look at the log decides.
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

  /// So many runs may begin and end while it looks.
  private static let patience = 5

  private static func lastRun(_ root: PathResolver) throws(SystemFault) -> RunOverview? {
    var history = try RunHistory(of: root)
    return try history?.runs(last: 1).first
  }

  /// The id of the run that goes on; nil for none, or one that has logged nothing yet.
  package var current: String? { state.run?.run.id }

  /// The stages that it has in hand.
  package func live(_ memory: Memory) -> LiveStages {
    state.run.map { LiveStages(of: $0.run, histories: memory.histories) } ?? LiveStages()
  }
}
