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
  /// The opening of the file that the lock belongs to.
  private let descriptor: Int32

  /// Takes over a descriptor that is locked.
  private init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit {
    // The text goes before the lock does, so that nobody is told of a holder that is no more.
    ftruncate(descriptor, 0)
    close(descriptor)
  }

  /// Takes the lock without waiting and writes who has it.
  ///
  /// The folder must be there; a link in the file's place is refused (ELOOP). No child inherits the
  /// lock.
  package static func acquire(
    _ path: String,
    holder: LockHolder
  ) throws(LockFault) -> RunLock {
    Launcher.prepare()
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard file >= 0 else { throw .system(SystemFault(errno)) }
    while flock(file, LOCK_EX | LOCK_NB) != 0 {
      let fault = SystemFault.current
      if fault.number == EINTR { continue }
      let isHeld = fault.number == EWOULDBLOCK
      let other = isHeld ? LockHolder(text: text(of: file)) : nil
      close(file)
      if isHeld { throw .heldBy(other) }
      throw fault.meansNoLocks ? .unsupported(fault) : .system(fault)
    }
    // Whether it can be written is of no importance to the lock (a full disk): a holder may stay
    // unnamed.
    ftruncate(file, 0)
    let bytes = Array(holder.text.utf8)
    _ = pwrite(file, bytes, bytes.count, 0)
    return RunLock(descriptor: file)
  }

  /// The first 16 KB of the file.
  private static func text(of file: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 16384)
    let length = pread(file, &bytes, bytes.count, 0)
    return String(decoding: bytes.prefix(max(length, 0)), as: UTF8.self)
  }
}
