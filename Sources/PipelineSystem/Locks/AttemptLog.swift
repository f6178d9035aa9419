internal import CPipelineSystem
internal import Foundation
package import PipelinePlanning

/// The file that an attempt's scripts print to; locked while one of their processes lives.
///
/// A `flock` belongs to an open file description. The standard output of a script shares that description, so
/// the lock lasts until the last process that inherited it ends. It outlives the runner, and `setsid` does
/// not release it.
package final class AttemptLog: Sendable {
  private let file: OpenFile
  package let path: String
  /// Whether the lock was taken; if not, `isHeld` cannot tell whether a script still runs.
  package let isLocked: Bool

  /// Creates the file, readable by its owner only, and locks it; throws if it already exists.
  package init(creating path: String) throws(SystemFault) {
    Launcher.prepare()
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC
    var descriptor: Int32
    repeat { descriptor = open(path, flags, 0o600) } while descriptor < 0 && errno == EINTR
    file = try OpenFile(descriptor)
    self.path = path
    isLocked = flock(descriptor, LOCK_EX | LOCK_NB) == 0
  }

  /// Open for appending while this value lives; children inherit it only as their output.
  package var descriptor: Int32 { file.descriptor }

  /// The number of bytes that the scripts have printed so far.
  package var size: Int { file.size }

  /// Whether a process still holds the lock of a log; one that only reads the log does not.
  ///
  /// - Parameter path: The log.
  /// - Returns: Whether the lock is held; false if the log does not exist.
  /// - Throws: The system's error if the lock cannot be tested, such as on a file system without locks.
  package static func isHeld(_ path: String) throws(SystemFault) -> Bool {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    if file < 0, errno == ENOENT || errno == ENOTDIR { return false }
    guard file >= 0 else { throw SystemFault(errno) }
    defer { close(file) }
    // A shared lock, so that two runs that ask at the same time do not take each other for a script.
    while flock(file, LOCK_SH | LOCK_NB) != 0 {
      if errno == EWOULDBLOCK { return true }
      guard errno == EINTR else { throw SystemFault(errno) }
    }
    return false
  }

  /// Returns the ids of the other processes that hold a log's lock.
  ///
  /// Does not find other users' processes, and finds none on macOS.
  package static func holders(_ path: String) -> [Int32] {
    ProcessTable.numbers().filter { $0 != getpid() && pipeline_holds_lock(path, $0) == 1 }
  }

  /// Ends the processes that hold a log's lock: TERM, the grace time, KILL.
  ///
  /// - Returns: Whether no process holds the lock any more. False also if the system does not show the
  ///   holders; then the caller can only wait.
  /// - Throws: The system's error if the lock cannot be tested.
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
