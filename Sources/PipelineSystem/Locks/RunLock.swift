internal import CPipelineSystem
internal import Foundation
package import PipelinePlanning

/// The lock of a root folder; held until this value is released or its process ends.
///
/// The runner never removes the lock's file. Otherwise one run could lock the removed file while another run
/// locks a new file at the same path.
package final class RunLock: Sendable {
  /// The contents of the lock's file before this process wrote to it.
  package let found: [UInt8]
  private let file: OpenFile

  private init(_ file: OpenFile) {
    self.file = file
    found = Self.bytes(of: file)
  }

  deinit {
    // Write before the file is closed, so that no other run reads this holder's name later. The number is
    // random, because callers of `isFree` compare the texts.
    write("free \(UInt64.random(in: 0...UInt64.max))\n")
  }

  /// Takes the lock and writes the holder into its file; no child inherits the lock.
  ///
  /// The folder of the file must exist; a link at `path` throws ELOOP. If another process holds the lock,
  /// this calls `wait` with that process (nil if unknown), and then waits without a limit. It throws instead
  /// if `wait` is nil, and always on a file system without locks.
  package static func acquire(
    _ path: String,
    holder: @autoclosure () -> LockHolder,
    wait: ((LockHolder?) -> Void)? = nil
  ) throws(LockFault) -> RunLock {
    Launcher.prepare()
    var triesLeft = tryLimit
    while true {
      let file: OpenFile
      do {
        file = try OpenFile(open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666))
      } catch {
        throw .system(error)
      }
      try lock(file, wait)
      // If the file was removed meanwhile, another run would lock a new file at this path, so try again.
      triesLeft -= 1
      if triesLeft > 0, !file.isStill(at: Path(path)) { continue }
      let lock = RunLock(file)
      lock.write(holder().text)
      return lock
    }
  }

  /// On some file systems, a file has another inode number at each open, so `isStill` is never true.
  private static let tryLimit = 100

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

  /// On a full disk, this only empties the file; the lock is then held, but its file names no holder.
  private func write(_ text: String) {
    ftruncate(file.descriptor, 0)
    let bytes = Array(text.utf8)
    _ = pwrite(file.descriptor, bytes, bytes.count, 0)
  }

  private static func bytes(of file: OpenFile) -> [UInt8] {
    (try? file.read(from: 0, count: 16_384)) ?? []
  }

  /// Whether a lock's file says that the lock is free; each release writes a different text, so the same text
  /// later means that no process held the lock in between.
  package static func isFree(_ text: [UInt8]) -> Bool { text.starts(with: "free ".utf8) }

  /// Returns the holder of a root's lock, without taking the lock; `.held(nil)` if the holder is unknown.
  ///
  /// The file still names a process after that process was killed. So this also checks that the process holds
  /// the lock (on macOS, or for another user's process, only that it lives). If not, `isThorough` searches
  /// all processes for a holder, because on a full disk a holder cannot write its name.
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
    // Signal 0 sends nothing. EPERM means that the process exists and belongs to another user.
    default: return kill(pid, 0) == 0 || errno == EPERM
    }
  }
}
