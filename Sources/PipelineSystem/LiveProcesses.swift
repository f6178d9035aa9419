internal import Synchronization

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// The process groups that live now, where the interrupt listener reaches them.
///
/// A group is in the table from its launch until it is gone, and only the thread that waits for it ends
/// it. This table passes on wishes, and stops and continues.
package final class LiveProcesses: Sendable {
  /// What every waiting thread watches.
  package let stop = StopRequest()
  private let groups = Mutex<[Int32: ProcessGroup]>([:])

  /// An empty table.
  package init() {}

  /// The leaders' process ids, in no particular order.
  package var leaders: [Int32] { groups.withLock { Array($0.keys) } }

  /// Ends every group that lives or is being launched, in order or at once; returns without waiting.
  package func stopAll(kill: Bool) {
    stop.raise(to: kill ? .kill : .stop)
  }

  /// Stops every group (not to be caught), as Ctrl-Z does for a job.
  package func suspendAll() {
    signalAll(SIGSTOP)
  }

  /// Continues every group.
  package func resumeAll() {
    signalAll(SIGCONT)
  }

  func add(_ group: ProcessGroup) {
    groups.withLock { $0[group.leader] = group }
  }

  /// Must come before the group's descriptor is closed: what is in the table may be signalled.
  func remove(_ group: ProcessGroup) {
    groups.withLock { _ = $0.removeValue(forKey: group.leader) }
  }

  private func signalAll(_ signal: Int32) {
    groups.withLock { groups in
      for group in groups.values { group.send(signal) }
    }
  }
}
