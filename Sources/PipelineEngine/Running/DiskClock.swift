internal import PipelinePlanning
internal import PipelineSystem

/// The clock that the file system uses for time stamps, read from the records' file.
struct DiskClock {
  let file: any AppendedFile
  let clock: any RunClock

  /// The longest tick of a file system, about two seconds, in nanoseconds; a later time is in the future.
  static let longestTick: Int64 = 2_100_000_000

  /// The maximum number of clock readings; with pauses of half a millisecond, at least two such ticks.
  static let patience = 10_000

  /// Waits until the clock has passed a time, in nanoseconds since 1970.
  ///
  /// - Returns: The clock's time after the wait. If `time` is further ahead than any tick, the function
  ///   does not wait.
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

  /// Repeats an observation until any later change must show in a stamp.
  ///
  /// A change within the same tick of the disk's clock would not change a file's stamp. So an
  /// observation counts only if the clock had passed its newest time before. Until then it is repeated.
  ///
  /// - Parameters:
  ///   - first: The observation so far.
  ///   - newest: Returns the time that the clock must pass, in nanoseconds since 1970.
  ///   - observe: Observes again.
  /// - Returns: The last observation, and whether its newest time is further ahead than any tick. In
  ///   that case the function does not wait for it.
  /// - Throws: The system's error if the clock cannot be read.
  func settle(
    _ first: Observation,
    by newest: (Observation) -> Int64,
    observe: () -> Observation
  ) throws(SystemFault) -> (observation: Observation, isFromFuture: Bool) {
    var observation = first
    for _ in 0..<Self.settlePatience {
      let now = try pass(newest(observation))
      if newest(observation) > now + Self.longestTick { return (observation, true) }
      // From here on, every change to what this observation sees will show in a stamp.
      observation = observe()
      if newest(observation) < now { break }
    }
    return (observation, false)
  }

  /// The maximum number of observations of files that keep changing; they take some seconds.
  private static let settlePatience = 1_000
}
