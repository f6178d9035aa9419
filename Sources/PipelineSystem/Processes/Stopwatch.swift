#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

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

/// The system's clock that never goes back and stands still while the machine sleeps.
enum MonotonicClock {
  /// The reading now, counted from some fixed moment.
  static var now: Duration {
    var time = timespec()
    #if canImport(Darwin)
    clock_gettime(CLOCK_UPTIME_RAW, &time)
    #else
    clock_gettime(CLOCK_MONOTONIC, &time)
    #endif
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  /// The processor time that the calling thread has taken.
  static var thread: Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}

extension Duration {
  /// Whole milliseconds, rounded up so that a wait is never cut to a busy loop; at most an hour.
  var pollMilliseconds: Int32 {
    let (seconds, attoseconds) = components
    guard seconds < 3600 else { return 3_600_000 }
    let perMillisecond: Int64 = 1_000_000_000_000_000
    return Int32(seconds * 1000 + (attoseconds + perMillisecond - 1) / perMillisecond)
  }
}
