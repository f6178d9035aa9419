/// Measures running time, leaving out time in which the runner itself stood still.
///
/// A runner stopped by Ctrl-Z cannot notice that it is stopped; it only sees a wake-up that comes
/// far too late. So each wake-up counts for at most one poll interval. An overloaded machine can
/// make a limit later by this, never earlier.
package struct Stopwatch: Sendable, Equatable {
  /// The most that one wake-up counts for.
  package let interval: Duration
  /// The time counted so far.
  package private(set) var elapsed: Duration = .zero
  /// The clock at the wake-up before.
  private var last: Duration

  /// Starts counting at `now`, a reading of a monotonic clock.
  package init(interval: Duration, now: Duration) {
    self.interval = interval
    last = now
  }

  /// Counts the time since the wake-up before; a clock that went back counts for nothing.
  package mutating func wake(at now: Duration) {
    elapsed += min(max(now - last, .zero), interval)
    last = now
  }

  /// How long to sleep at most so that `limit` is not overslept; zero once it is reached.
  package func sleep(until limit: Duration?) -> Duration {
    guard let limit else { return interval }
    return min(max(limit - elapsed, .zero), interval)
  }
}
