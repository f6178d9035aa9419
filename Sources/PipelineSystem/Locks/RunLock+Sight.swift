internal import CPipelineSystem
package import PipelinePlanning

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

extension RunLock {
  /// Who has the lock of a root, as far as that is to be seen without taking it.
  ///
  /// The text of the file names a process; it stays behind when that is killed. So on Linux the system
  /// is asked whether that process carries the lock, and elsewhere, or where the process is another
  /// user's, only whether it lives.
  ///
  /// `host` is the name of this machine. A thorough look goes through all processes where the text names
  /// none that has the lock: on a full disk it could not be written.
  package static func sight(_ path: Path, host: String, isThorough: Bool) -> LockSight {
    guard let file = try? ReadFile(path), let bytes = try? file.bytes(from: 0, count: 16_384) else {
      return .free
    }
    if let holder = LockHolder(text: String(decoding: bytes, as: UTF8.self)) {
      if holder.host != host { return .elsewhere(holder) }
      if holds(path, holder.pid) { return .held(holder) }
    }
    return isThorough && !AttemptLog.holders(path.text).isEmpty ? .held(nil) : .free
  }

  private static func holds(_ path: Path, _ pid: Int32) -> Bool {
    guard pid > 0 else { return false }
    switch pipeline_holds_lock(path.text, pid) {
    case 1: return true
    case 0: return false
    // The signal 0 is none; EPERM says that there is a process, of another user.
    default: return kill(pid, 0) == 0 || errno == EPERM
    }
  }
}
