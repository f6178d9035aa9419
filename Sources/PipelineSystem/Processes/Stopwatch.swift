internal import Foundation

/// Measures time, without the time in which the runner itself was suspended.
///
/// After Ctrl-Z, the runner only sees that a poll took far too long, so each poll counts for at most one
/// interval. On an overloaded machine, this makes a limit later, never earlier.
package struct Stopwatch: Sendable, Equatable {
  /// The longest time that one poll counts for.
  package let interval: Duration
  package private(set) var elapsed: Duration = .zero
  private var last: Duration

  /// `now` is a reading of a monotonic clock.
  package init(interval: Duration, now: Duration) {
    self.interval = interval
    last = now
  }

  /// Counts the time since the last poll, at most one interval; counts nothing if the clock went back.
  package mutating func wake(at now: Duration) {
    elapsed += min(max(now - last, .zero), interval)
    last = now
  }

  /// Returns the longest sleep that does not miss `limit`; zero once it is reached.
  package func sleep(until limit: Duration?) -> Duration {
    guard let limit else { return interval }
    return min(max(limit - elapsed, .zero), interval)
  }
}

/// The system's clock that never goes back and does not count while the machine sleeps.
enum MonotonicClock {
  static var now: Duration {
    #if canImport(Darwin)
    time(of: CLOCK_UPTIME_RAW)
    #else
    time(of: CLOCK_MONOTONIC)
    #endif
  }

  /// The processor time of the calling thread.
  static var thread: Duration { time(of: CLOCK_THREAD_CPUTIME_ID) }

  private static func time(of clock: clockid_t) -> Duration {
    var time = timespec()
    clock_gettime(clock, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}

extension Duration {
  /// In whole milliseconds, at most an hour; rounded up, because a wait of zero would make a busy loop.
  var pollMilliseconds: Int32 {
    let (seconds, attoseconds) = components
    guard seconds < 3600 else { return 3_600_000 }
    let perMillisecond: Int64 = 1_000_000_000_000_000
    return Int32(seconds * 1000 + (attoseconds + perMillisecond - 1) / perMillisecond)
  }
}
