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
  private let descriptor: Int32

  /// Takes over a descriptor that is locked.
  private init(descriptor: Int32) {
    self.descriptor = descriptor
    found = Self.bytes(of: descriptor)
  }

  deinit {
    // In this order: another run never reads the name of a holder that is gone.
    write(Self.freedText)
    close(descriptor)
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
      let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
      guard file >= 0 else { throw .system(SystemFault(errno)) }
      do throws(LockFault) {
        try lock(file, wait)
      } catch {
        close(file)
        throw error
      }
      // The file may have been removed meanwhile; then another run would lock another file.
      triesLeft -= 1
      if triesLeft > 0, !isStill(file, at: path) {
        close(file)
        continue
      }
      let lock = RunLock(descriptor: file)
      lock.write(holder().text)
      return lock
    }
  }

  /// The number of tries, because on some file systems every open file seems to be another one.
  private static let lookLimit = 100

  private static func lock(_ file: Int32, _ wait: ((LockHolder?) -> Void)?) throws(LockFault) {
    var operation = LOCK_EX | LOCK_NB
    while flock(file, operation) != 0 {
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
  private static func isStill(_ file: Int32, at path: String) -> Bool {
    var (opened, named) = (stat(), stat())
    return fstat(file, &opened) == 0 && lstat(path, &named) == 0
      && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
  }

  /// Writes a text to the file, or empties it: on a full disk a holder has no name, and still has the lock.
  private func write(_ text: String) {
    ftruncate(descriptor, 0)
    let bytes = Array(text.utf8)
    _ = pwrite(descriptor, bytes, bytes.count, 0)
  }

  /// The first 16 KB of the file.
  private static func bytes(of file: Int32) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 16384)
    let length = pread(file, &bytes, bytes.count, 0)
    return Array(bytes.prefix(max(length, 0)))
  }

  // MARK: Released locks

  /// The contents of the file of a released lock, different at each release.
  private static var freedText: String {
    "free \(UInt64.random(in: 0...UInt64.max))\n"
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
