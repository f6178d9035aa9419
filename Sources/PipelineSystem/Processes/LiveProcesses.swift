internal import Synchronization

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// The process groups that live now, where the interrupt listener reaches them.
///
/// A group is in the table from its launch until it is gone, and only the thread that waits for it
/// ends it. This table passes on wishes, and stops and continues.
package final class LiveProcesses: Sendable {
  /// What every waiting thread watches.
  package let stop = StopRequest()
  /// Guarded, since the listener and all waiting threads come here.
  private let table = Mutex(Table())

  /// What the lock guards.
  private struct Table {
    /// The groups by their leader's process id.
    var groups: [Int32: ProcessGroup] = [:]
    /// Whether everything is suspended, and with it whatever is just being launched.
    var isSuspended = false
  }

  /// An empty table.
  package init() {}

  /// The leaders' process ids, in no particular order.
  package var leaders: [Int32] { table.withLock { Array($0.groups.keys) } }

  /// Ends every group that lives or is being launched, in order or at once; returns without
  /// waiting.
  package func stopAll(kill: Bool) {
    stop.raise(to: kill ? .kill : .stop)
  }

  /// Stops every group (not to be caught), as Ctrl-Z does for a job.
  package func suspendAll() {
    setSuspended(true, telling: SIGSTOP)
  }

  /// Continues every group.
  package func resumeAll() {
    setSuspended(false, telling: SIGCONT)
  }

  /// Puts in a group that has just been launched.
  func add(_ group: ProcessGroup) {
    table.withLock { table in
      table.groups[group.leader] = group
      if table.isSuspended { group.send(SIGSTOP) }
    }
  }

  /// Takes out a group that is gone.
  ///
  /// Must come before its descriptor is closed: what is in the table may be signalled.
  func remove(_ group: ProcessGroup) {
    table.withLock { _ = $0.groups.removeValue(forKey: group.leader) }
  }

  /// Notes it and tells every group, in one step for those that are being launched.
  private func setSuspended(_ suspended: Bool, telling signal: Int32) {
    table.withLock { table in
      table.isSuspended = suspended
      for group in table.groups.values { group.send(signal) }
    }
  }
}
