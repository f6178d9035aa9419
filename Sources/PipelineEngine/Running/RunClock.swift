/// The two clocks of a run, and the only place where it ever waits for time to pass.
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
