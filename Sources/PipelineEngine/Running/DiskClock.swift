internal import PipelinePlanning
internal import PipelineSystem

/// The clock by which the disk stamps what is written, as the records' own file shows it.
struct DiskClock {
  let file: any AppendedFile
  let clock: any RunClock

  /// The coarsest clocks of file systems tick every two seconds; what is later is from the future.
  static let longestTick: Int64 = 2_100_000_000

  /// How often the clock is asked; with pauses of half a millisecond that is two ticks and more.
  static let patience = 10_000

  /// Waits until the clock has passed a time, in nanoseconds since 1970.
  ///
  /// - Returns: What it says then; the time itself may lie further ahead than any tick, and is then
  ///   not waited for.
  @discardableResult
  func pass(_ time: Int64) throws(SystemFault) -> Int64 {
    var now = try file.modified()
    for _ in 0..<Self.patience where time >= now && time <= now + Self.longestTick {
      clock.pause()
      try file.touch()
      now = try file.modified()
    }
    return now
  }

  /// An observation of which nothing can change any more without a trace.
  ///
  /// A change in the same tick of the disk's clock in which a file was written would leave its stamp
  /// as it is. So what was seen counts only once that clock has passed the newest of it; until then it
  /// is seen again.
  ///
  /// - Parameters:
  ///   - first: What was seen so far.
  ///   - newest: The time that is to have passed, in nanoseconds since 1970.
  ///   - observe: Looks anew.
  /// - Returns: What was seen last, and whether the newest of it lies further ahead than any tick:
  ///   then it was not waited for.
  /// - Throws: The error of the system where the clock cannot be asked.
  func settle(
    _ first: Observation,
    by newest: (Observation) -> Int64,
    observe: () -> Observation
  ) throws(SystemFault) -> (observation: Observation, isFromFuture: Bool) {
    var observation = first
    for _ in 0..<Self.settlePatience {
      let now = try pass(newest(observation))
      if newest(observation) > now + Self.longestTick { return (observation, true) }
      // Only what is seen from here on cannot change without a trace.
      observation = observe()
      if newest(observation) < now { break }
    }
    return (observation, false)
  }

  /// How often something is looked at that keeps changing: some seconds.
  private static let settlePatience = 1_000
}
