internal import CPipelineSystem
package import PipelinePlanning

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// The lock of a root, held for as long as this value lives, or its process.
///
/// The system gives a `flock` back whatever the process dies of, so a lock is never left behind.
/// Its file is never unlinked: of two runs one would lock a file that is no longer there.
package final class RunLock: Sendable {
  /// What stood in the lock's file before this holder wrote to it.
  package let found: [UInt8]
  /// The opening of the file that the lock belongs to.
  private let descriptor: Int32

  /// Takes over a descriptor that is locked.
  private init(descriptor: Int32) {
    self.descriptor = descriptor
    found = Self.bytes(of: descriptor)
  }

  deinit {
    // The text goes before the lock does, so that nobody is told of a holder that is no more.
    write(Self.freedText)
    close(descriptor)
  }

  /// Takes the lock and writes who has it.
  ///
  /// The folder must be there; a link in the file's place is refused (ELOOP). No child inherits the
  /// lock.
  ///
  /// - Parameters:
  ///   - path: The file, absolute.
  ///   - holder: Who takes it; asked once the lock is had.
  ///   - wait: Called where another process has the lock, with who that is, as far as it has said;
  ///     then the lock is waited for, however long. Nil does not wait. A file system that knows no
  ///     locks is never waited for.
  /// - Returns: The lock.
  /// - Throws: Why it cannot be had.
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
      // While it was waited for, somebody may have removed the file: another run then has another one.
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

  /// So often another file may stand at the path: there are file systems on which it only seems so.
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

  /// Whether an open file is the one that stands at a path.
  private static func isStill(_ file: Int32, at path: String) -> Bool {
    var (opened, named) = (stat(), stat())
    return fstat(file, &opened) == 0 && lstat(path, &named) == 0
      && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
  }

  /// Puts a text into the file, or empties it: on a full disk a holder stays unnamed, which is of no
  /// importance to the lock.
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

  // MARK: Who had it

  /// What the file says of a lock that was given back; never the same twice.
  private static var freedText: String {
    "free \(UInt64.random(in: 0...UInt64.max))\n"
  }

  /// Whether a lock's file says that its last holder gave it back.
  ///
  /// Where it says the same later on, nobody has had the lock meanwhile: whoever takes it writes to the
  /// file, or at least empties it, and says something new when giving it back.
  package static func isFree(_ text: [UInt8]) -> Bool { text.starts(with: "free ".utf8) }
}

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
