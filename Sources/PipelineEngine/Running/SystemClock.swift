internal import Foundation

/// The machine's own clocks.
package struct SystemClock: RunClock {
  package init() {}

  package var wall: Int64 { Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)) }

  package var steady: Double { ProcessInfo.processInfo.systemUptime }

  package func pause() { Thread.sleep(forTimeInterval: 0.0005) }
}
