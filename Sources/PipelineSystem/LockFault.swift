/// Why the lock of a root could not be had.
package enum LockFault: Error, Sendable, Equatable {
  /// Another process has it: who, unless it has not yet written that or it cannot be read.
  case heldBy(LockHolder?)
  /// The file system knows no locks.
  case unsupported(errno: Int32)
  /// The system refused: its error number, and what was asked of it.
  case system(errno: Int32, call: String)
}
