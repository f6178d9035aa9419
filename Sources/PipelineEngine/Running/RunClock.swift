internal import Foundation
internal import Synchronization

/// The wall clock and the steady clock of a run, and its pauses for the disk's clock.
package protocol RunClock: Sendable {
  /// Milliseconds since 1970, as in the log.
  var wall: Int64 { get }

  /// Seconds since some fixed moment; never goes back.
  var steady: Double { get }

  /// Waits a moment, so that the disk's clock can advance.
  func pause()

  /// Calls `suspend`, which returns once the runner continues, and excludes that time from the steady clock.
  func leaveOut(_ suspend: () -> Void)
}

extension RunClock {
  package func leaveOut(_ suspend: () -> Void) { suspend() }
}

/// The machine's clocks; the steady one excludes the time for which the runner was suspended.
package final class SystemClock: RunClock {
  /// The total time for which the runner was suspended, in seconds.
  private let suspended = Mutex(0.0)

  package init() {}

  package var wall: Int64 { Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)) }

  package var steady: Double { uptime - suspended.withLock { $0 } }

  /// Calls `suspend`, and excludes the time until it returns.
  ///
  /// - Parameter suspend: Suspends the runner, and returns once the runner continues.
  package func leaveOut(_ suspend: () -> Void) {
    let begin = uptime
    suspend()
    let end = uptime
    suspended.withLock { $0 += max(0, end - begin) }
  }

  private var uptime: Double { ProcessInfo.processInfo.systemUptime }

  package func pause() { Thread.sleep(forTimeInterval: 0.0005) }
}
