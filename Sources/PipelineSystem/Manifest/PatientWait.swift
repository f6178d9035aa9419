/// Measures how long the runner waits for a program; tells the caller once if that takes more than a second.
///
/// Only one thread may use it. The time while the runner itself is stopped does not count.
package final class PatientWait {
  private var stopwatch = Stopwatch(interval: .milliseconds(250), now: MonotonicClock.now)
  private let limit: Duration?
  private var tell: (() -> Void)?

  /// `limit` is nil for a wait without an end.
  package init(limit: Duration?, tell: @escaping () -> Void) {
    self.limit = limit
    self.tell = tell
  }

  /// Whether the limit is reached; the caller must ask several times a second.
  package func isOver() -> Bool {
    stopwatch.wake(at: MonotonicClock.now)
    if stopwatch.elapsed >= .seconds(1) {
      tell?()
      tell = nil
    }
    return limit.map { stopwatch.elapsed >= $0 } ?? false
  }
}
