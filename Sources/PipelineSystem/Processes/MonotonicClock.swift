#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

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
