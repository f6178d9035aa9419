internal import Synchronization

/// Whether a run has begun, for the thread that hears signals.
final class RunBegin: Sendable {
  private let isBegun = Atomic(false)

  var isNoted: Bool { isBegun.load(ordering: .acquiring) }

  func note() { isBegun.store(true, ordering: .releasing) }
}
