internal import CPipelineSystem
internal import Synchronization

/// The wish that everything that runs should end, seen at once by every thread that waits in
/// `poll`.
package final class StopRequest: Sendable {
  /// How urgent the wish is; it only ever grows.
  package enum Level: Int, Sendable, Comparable {
    /// Nobody wants anything to end.
    case none
    /// End in order: TERM, grace, KILL.
    case stop
    /// End at once: KILL.
    case kill

    /// By urgency.
    package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
  }

  /// Readable from the first request on, as nobody ever reads it; -1 if the system gave no pipe.
  let descriptor: Int32
  /// The other end of the pipe.
  private let writer: Int32
  /// The level, guarded.
  private let state = Mutex(Level.none)

  /// Makes the request, not yet raised.
  package init() {
    var ends: (Int32, Int32) = (-1, -1)
    let made = withUnsafeMutablePointer(to: &ends) {
      $0.withMemoryRebound(to: Int32.self, capacity: 2) { pipeline_pipe($0) }
    }
    descriptor = made == 0 ? ends.0 : -1
    writer = made == 0 ? ends.1 : -1
  }

  deinit {
    pipeline_close(descriptor)
    pipeline_close(writer)
  }

  /// How urgent the wish is now.
  package var level: Level { state.withLock { $0 } }

  /// Makes the wish at least this urgent.
  package func raise(to level: Level) {
    let first = state.withLock { current in
      defer { current = max(current, level) }
      return current == .none && level > .none
    }
    if first { pipeline_wake(writer) }
  }
}
