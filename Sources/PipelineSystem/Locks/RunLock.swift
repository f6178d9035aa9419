internal import CPipelineSystem
internal import Foundation
package import PipelinePlanning

/// The lock of a root, held as long as this value or its process lives.
///
/// The system releases a `flock` when the process dies, so a lock is never left behind. Its file is never unlinked:
/// of two runs, one would lock a file that is no longer there.
package final class RunLock: Sendable {
  /// The contents of the lock's file before this holder wrote to it.
  package let found: [UInt8]
  /// The open file that the lock belongs to.
  private let file: OpenFile

  /// Takes over a file that is locked.
  private init(_ file: OpenFile) {
    self.file = file
    found = Self.bytes(of: file)
  }

  deinit {
    // Before the file is closed, so that another run never reads the name of a holder that is gone. The text is
    // different at each release.
    write("free \(UInt64.random(in: 0...UInt64.max))\n")
  }

  /// Takes the lock and writes the holder's name into its file.
  ///
  /// The folder must exist. A link in the file's place is refused (ELOOP). No child inherits the lock.
  ///
  /// - Parameters:
  ///   - path: The file, absolute.
  ///   - holder: This process; evaluated once the lock is held.
  ///   - wait: Called if another process has the lock, with its name if it wrote one. Then this waits for the lock,
  ///     without a limit. Nil does not wait. A file system without locks is never waited for.
  /// - Returns: The lock.
  /// - Throws: Why the lock cannot be taken.
  package static func acquire(
    _ path: String,
    holder: @autoclosure () -> LockHolder,
    wait: ((LockHolder?) -> Void)? = nil
  ) throws(LockFault) -> RunLock {
    Launcher.prepare()
    var triesLeft = lookLimit
    while true {
      let file: OpenFile
      do {
        file = try OpenFile(open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644))
      } catch {
        throw .system(error)
      }
      try lock(file, wait)
      // The file may have been removed meanwhile; then another run would lock another file.
      triesLeft -= 1
      if triesLeft > 0, !isStill(file, at: path) { continue }
      let lock = RunLock(file)
      lock.write(holder().text)
      return lock
    }
  }

  /// The number of tries, because on some file systems every open file seems to be another one.
  private static let lookLimit = 100

  private static func lock(_ file: OpenFile, _ wait: ((LockHolder?) -> Void)?) throws(LockFault) {
    var operation = LOCK_EX | LOCK_NB
    while flock(file.descriptor, operation) != 0 {
      let fault = SystemFault.current
      if fault.number == EINTR { continue }
      guard fault.number == EWOULDBLOCK else {
        throw fault.meansNoLocks ? .unsupported(fault) : .system(fault)
      }
      let other = LockHolder(text: String(decoding: bytes(of: file), as: UTF8.self))
      guard let wait else { throw .heldBy(other) }
      wait(other)
      operation = LOCK_EX
    }
  }

  /// Whether a path still leads to an open file.
  private static func isStill(_ file: OpenFile, at path: String) -> Bool {
    var named = stat()
    guard lstat(path, &named) == 0, let opened = try? file.status() else { return false }
    return opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
  }

  /// Writes a text to the file, or empties it: on a full disk a holder has no name, and still has the lock.
  private func write(_ text: String) {
    ftruncate(file.descriptor, 0)
    let bytes = Array(text.utf8)
    _ = pwrite(file.descriptor, bytes, bytes.count, 0)
  }

  /// The first 16 KB of the file.
  private static func bytes(of file: OpenFile) -> [UInt8] {
    (try? file.read(from: 0, count: 16_384)) ?? []
  }

  /// Whether a lock's file says that its last holder released it.
  ///
  /// If the file has the same contents later, no process had the lock meanwhile: a holder writes to the file or at
  /// least empties it, and writes another text at the release.
  package static func isFree(_ text: [UInt8]) -> Bool { text.starts(with: "free ".utf8) }
}

extension RunLock {
  /// Returns the holder of the lock of a root, without taking the lock.
  ///
  /// The file names a process, and still does so after that process was killed. So on Linux the system is asked
  /// whether the process has the lock. Elsewhere, or for another user's process, only whether it lives.
  ///
  /// - Parameters:
  ///   - path: The file, absolute.
  ///   - host: The name of this machine.
  ///   - isThorough: Whether to look through all processes if the file names none that has the lock: on a full disk
  ///     the name could not be written.
  /// - Returns: The holder, as far as it can be known.
  package static func sight(_ path: Path, host: String, isThorough: Bool) -> LockSight {
    guard let bytes = try? OpenFile(reading: path)?.read(from: 0, count: 16_384) else {
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
    // Signal 0 sends nothing. EPERM means that the process exists and is another user's.
    default: return kill(pid, 0) == 0 || errno == EPERM
    }
  }
}
