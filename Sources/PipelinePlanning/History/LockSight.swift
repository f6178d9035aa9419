/// What is to be seen of the lock of a root without taking it.
package enum LockSight: Equatable, Sendable {
  /// Nobody has it.
  case free
  /// A living process of this machine has it: who, as far as it has said.
  case held(LockHolder?)
  /// By its file a process of another machine has it, or had it when it died: that cannot be seen
  /// from here.
  case elsewhere(LockHolder)
}
