internal import CPipelineSystem
internal import Foundation
package import PipelinePlanning

/// The file that an attempt's scripts print to, locked while a process of theirs lives.
///
/// A `flock` belongs to an open file description, and a script's standard output is the same description. So the
/// lock is held until the last process that inherited it is gone, even after the runner and after `setsid`.
package final class AttemptLog: Sendable {
  private let file: OpenFile
  /// The path of the file.
  package let path: String
  /// Whether the file system has locks; without them `isHeld` is always false.
  package let isLocked: Bool

  /// Creates the file, which must not exist yet, readable by its owner only, and locks it.
  package init(creating path: String) throws(SystemFault) {
    Launcher.prepare()
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC
    var descriptor: Int32
    repeat { descriptor = open(path, flags, 0o600) } while descriptor < 0 && errno == EINTR
    file = try OpenFile(descriptor)
    self.path = path
    isLocked = flock(descriptor, LOCK_EX | LOCK_NB) == 0
  }

  /// Open for appending as long as this value lives; children get it only as their output.
  package var descriptor: Int32 { file.descriptor }

  /// The number of printed bytes.
  package var size: Int { file.size }

  /// Whether a process still has the log of an attempt open, other than for reading.
  ///
  /// - Parameter path: The log.
  /// - Returns: Whether it is held; false if it does not exist.
  /// - Throws: Why it is unknown, such as a file system without locks.
  package static func isHeld(_ path: String) throws(SystemFault) -> Bool {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    if file < 0, errno == ENOENT || errno == ENOTDIR { return false }
    guard file >= 0 else { throw SystemFault(errno) }
    defer { close(file) }
    // Shared, so that two runs that ask at the same time do not see each other as scripts.
    while flock(file, LOCK_SH | LOCK_NB) != 0 {
      if errno == EWOULDBLOCK { return true }
      guard errno == EINTR else { throw SystemFault(errno) }
    }
    return false
  }

  /// Returns the other processes that hold a log; none where the system does not tell (macOS, or another user's).
  package static func holders(_ path: String) -> [Int32] {
    ProcessTable.numbers().filter { $0 != getpid() && pipeline_holds_lock(path, $0) == 1 }
  }

  /// Ends the processes that hold a log: TERM, the grace time, KILL.
  ///
  /// - Returns: Whether no process holds it any more. False also where the system does not tell which processes
  ///   hold it; then the caller can only wait.
  /// - Throws: Why it is unknown.
  package static func endHolders(_ path: String, grace: Duration) throws(SystemFault) -> Bool {
    for step in TeardownStep.steps(grace: grace) {
      for pid in holders(path) {
        for signal in step.signals { _ = pipeline_signal_holder(path, pid, signal) }
      }
      if try isFree(path, within: holders(path).isEmpty ? .zero : step.patience) { return true }
    }
    return false
  }

  /// Waits until no process holds a log; returns false if the patience ran out first.
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
