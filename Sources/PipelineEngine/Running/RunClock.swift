internal import Foundation
internal import Synchronization

/// The two clocks of a run, and the only place where it waits for time to pass.
package protocol RunClock: Sendable {
  /// Milliseconds since 1970, as the log has them.
  var wall: Int64 { get }

  /// Seconds from some moment on; never goes back.
  var steady: Double { get }

  /// Lets a little time pass, so that the disk's clock can go on.
  func pause()

  /// Calls `suspend`, which returns when the runner has been continued, and leaves out the time until then.
  func leaveOut(_ suspend: () -> Void)
}

extension RunClock {
  package func leaveOut(_ suspend: () -> Void) { suspend() }
}

/// The machine's own clocks; the steady one leaves out the time in which the runner was suspended.
package final class SystemClock: RunClock {
  /// How long the runner was suspended altogether, in seconds.
  private let suspended = Mutex(0.0)

  package init() {}

  package var wall: Int64 { Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)) }

  package var steady: Double { uptime - suspended.withLock { $0 } }

  /// Suspends the runner, and leaves out the time until it goes on.
  ///
  /// - Parameter suspend: Returns when the runner has been continued.
  package func leaveOut(_ suspend: () -> Void) {
    let begin = uptime
    suspend()
    let end = uptime
    suspended.withLock { $0 += max(0, end - begin) }
  }

  private var uptime: Double { ProcessInfo.processInfo.systemUptime }

  package func pause() { Thread.sleep(forTimeInterval: 0.0005) }
}
