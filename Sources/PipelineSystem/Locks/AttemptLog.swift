internal import CPipelineSystem
internal import Foundation
package import PipelinePlanning

/// The file that an attempt's scripts print to; locked while one of their processes lives.
///
/// A `flock` belongs to an open file description, and all processes of a script inherit this one as their
/// output. So the lock lasts until the last of them ends, even after the runner's death or a `setsid`.
package final class AttemptLog: Sendable {
  private let file: OpenFile
  package let path: String
  /// False on a file system without locks; then `isHeld` cannot tell whether a script still runs.
  package let isLocked: Bool

  /// Throws if the file already exists.
  package init(creating path: String) throws(SystemFault) {
    Launcher.prepare()
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC
    var descriptor: Int32
    repeat { descriptor = open(path, flags, 0o666) } while descriptor < 0 && errno == EINTR
    file = try OpenFile(descriptor)
    self.path = path
    isLocked = flock(descriptor, LOCK_EX | LOCK_NB) == 0
  }

  /// Open for appending until this value is released; children inherit it only as their output.
  package var descriptor: Int32 { file.descriptor }

  /// The size in bytes; grows while the scripts print.
  package var size: Int { file.size }

  /// Whether a process holds the lock of a log; false if the log is missing; throws if the disk has no locks.
  package static func isHeld(_ path: String) throws(SystemFault) -> Bool {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    if file < 0, errno == ENOENT || errno == ENOTDIR { return false }
    guard file >= 0 else { throw SystemFault(errno) }
    defer { close(file) }
    // Use a shared lock. With an exclusive one, two runs that test at the same time would each take the other
    // for a running script.
    while flock(file, LOCK_SH | LOCK_NB) != 0 {
      if errno == EWOULDBLOCK { return true }
      guard errno == EINTR else { throw SystemFault(errno) }
    }
    return false
  }

  /// Returns the ids of this user's other processes that hold a log's lock; none on macOS.
  package static func holders(_ path: String) -> [Int32] {
    ProcessTable.numbers().filter { $0 != getpid() && pipeline_holds_lock(path, $0) == 1 }
  }

  /// Stops the holders of a log's lock with TERM and, after the grace time, KILL; false if one still holds
  /// it, for example because the system does not show the holders.
  package static func endHolders(_ path: String, grace: Duration) throws(SystemFault) -> Bool {
    for step in TeardownStep.steps(grace: grace) {
      for pid in holders(path) {
        for signal in step.signals { _ = pipeline_signal_holder(path, pid, signal) }
      }
      if try isFree(path, within: holders(path).isEmpty ? .zero : step.patience) { return true }
    }
    return false
  }

  /// Waits until no process holds a log's lock; returns false if the time runs out first.
  private static func isFree(_ path: String, within patience: Duration) throws(SystemFault) -> Bool
  {
    var watch = Stopwatch(interval: .milliseconds(20), now: MonotonicClock.now)
    while try isHeld(path) {
      if watch.elapsed >= patience { return false }
      _ = pipeline_poll(-1, -1, watch.sleep(until: patience).pollMilliseconds)
      watch.wake(at: MonotonicClock.now)
    }
    return true
  }
}
