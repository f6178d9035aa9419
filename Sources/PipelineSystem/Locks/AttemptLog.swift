internal import CPipelineSystem
package import PipelinePlanning

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// The file that an attempt's scripts print to, and by whose lock it shows that something of them
/// lives.
///
/// A `flock` belongs to the opening of a file, and a script's standard output is that same opening.
/// So the lock is held until the last process that inherited it is gone, whatever became of the
/// runner: across `setsid`, too.
package final class AttemptLog: Sendable {
  /// Open for appending, for the whole life of this value; children only get it as their output.
  package let descriptor: Int32
  /// Where the file is.
  package let path: String
  /// Whether the file system knows locks; without, `isHeld` tells nothing.
  package let isLocked: Bool

  /// Makes the file, which must not be there yet, readable by its owner only, and locks it.
  package init(creating path: String) throws(SystemFault) {
    Launcher.prepare()
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC
    var file: Int32
    repeat { file = open(path, flags, 0o600) } while file < 0 && errno == EINTR
    guard file >= 0 else { throw SystemFault(errno) }
    descriptor = file
    self.path = path
    isLocked = flock(file, LOCK_EX | LOCK_NB) == 0
  }

  deinit {
    close(descriptor)
  }

  /// How many bytes have been printed.
  package var size: Int {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
  }

  /// Whether some process, other than by merely reading it, still has the log of an attempt open.
  ///
  /// A file that is not there is not held. Throws where the file system knows no locks or
  /// cannot be asked: then it is unknown.
  package static func isHeld(_ path: String) throws(SystemFault) -> Bool {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    if file < 0, errno == ENOENT || errno == ENOTDIR { return false }
    guard file >= 0 else { throw SystemFault(errno) }
    defer { close(file) }
    // Shared, so that two runs that ask at the same time do not take each other for a script.
    while flock(file, LOCK_SH | LOCK_NB) != 0 {
      if errno == EWOULDBLOCK { return true }
      guard errno == EINTR else { throw SystemFault(errno) }
    }
    return false
  }

  /// The other processes that hold a log; empty where the system does not tell (macOS, or another
  /// user's).
  package static func holders(_ path: String) -> [Int32] {
    var pids = [Int32](repeating: 0, count: 256)
    let count = pipeline_lock_holders(path, &pids, Int32(pids.count))
    return Array(pids.prefix(Int(count)))
  }

  /// Ends the processes that hold a log (TERM, the grace time, KILL) and tells whether nobody is
  /// left.
  ///
  /// False too where the system does not tell who they are; then the caller can only wait.
  package static func endHolders(_ path: String, grace: Duration) throws(SystemFault) -> Bool {
    for step in TeardownStep.steps(grace: grace) {
      for pid in holders(path) {
        for signal in step.signals { _ = pipeline_signal_holder(path, pid, signal) }
      }
      if try isFree(path, within: holders(path).isEmpty ? .zero : step.patience) { return true }
    }
    return false
  }

  /// Waits until nobody holds a log; false if the patience ran out first.
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
