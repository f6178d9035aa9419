internal import Foundation
internal import Synchronization

/// The clocks of a run, and its pauses while it waits for the disk's clock.
package protocol RunClock: Sendable {
  /// Milliseconds since 1970, as in the log.
  var wall: Int64 { get }

  /// Seconds since an arbitrary moment; never goes back.
  var steady: Double { get }

  /// Waits briefly, so that the disk's clock can advance.
  func pause()

  /// Calls `suspend`, which returns once the runner continues; the steady clock excludes that time.
  func leaveOut(_ suspend: () -> Void)
}

extension RunClock {
  package func leaveOut(_ suspend: () -> Void) { suspend() }
}

package final class SystemClock: RunClock {
  /// The total time for which the runner was suspended, in seconds.
  private let suspended = Mutex(0.0)

  package init() {}

  package var wall: Int64 { Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)) }

  package var steady: Double { uptime - suspended.withLock { $0 } }

  package func leaveOut(_ suspend: () -> Void) {
    let begin = uptime
    suspend()
    let end = uptime
    suspended.withLock { $0 += max(0, end - begin) }
  }

  private var uptime: Double { ProcessInfo.processInfo.systemUptime }

  package func pause() { Thread.sleep(forTimeInterval: 0.0005) }
}
