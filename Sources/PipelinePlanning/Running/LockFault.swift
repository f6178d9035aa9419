/// Why the lock of a root could not be had.
package enum LockFault: Error, Equatable, Sendable {
  /// Another process has it: who, unless it has not yet written that or it cannot be read.
  case heldBy(LockHolder?)
  /// The file system knows no locks.
  case unsupported(SystemFault)
  /// The system refused.
  case system(SystemFault)
}
