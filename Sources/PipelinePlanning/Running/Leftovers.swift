/// What was still alive of an attempt whose runner died.
package struct Leftovers: Equatable, Sendable {
  /// The ids of the processes; none where the system does not tell.
  package var processes: [Int32]
  /// Whether nothing of it is alive any more.
  package var isGone: Bool

  package init(processes: [Int32], isGone: Bool) {
    self.processes = processes
    self.isGone = isGone
  }
}
