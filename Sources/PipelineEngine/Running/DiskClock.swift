internal import PipelinePlanning
internal import PipelineSystem

/// The clock of the file system, read from the modification time of the records file.
struct DiskClock {
  let file: any AppendedFile
  let clock: any RunClock

  /// The longest tick of a file system's clock, in nanoseconds; a stamp further ahead is from the future.
  static let longestTick: Int64 = 2_100_000_000

  /// The maximum number of readings; with pauses of 0.5 ms, they last longer than two of the longest ticks.
  static let patience = 10_000

  /// Waits until the clock has passed `time`, unless that is more than the longest tick ahead, and returns
  /// the clock's time, both in nanoseconds since 1970.
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

  /// Repeats an observation until every later change must show in a stamp.
  ///
  /// Two changes within one tick of the clock give a file the same stamp. So an observation is valid only if
  /// the clock had passed its newest time before the observation was made. `newest` returns that time, in
  /// nanoseconds since 1970. If it is more than the longest tick ahead, `isFromFuture` is true, without a
  /// wait.
  func settle(
    _ first: Observation,
    by newest: (Observation) -> Int64,
    observe: () -> Observation
  ) throws(SystemFault) -> (observation: Observation, isFromFuture: Bool) {
    var observation = first
    for _ in 0..<Self.settlePatience {
      let now = try pass(newest(observation))
      if newest(observation) > now + Self.longestTick { return (observation, true) }
      // A change after this point gets a stamp that is not older than `now`.
      observation = observe()
      if newest(observation) < now { break }
    }
    return (observation, false)
  }

  /// The maximum number of observations of files that keep changing; together they take some seconds.
  private static let settlePatience = 1_000
}
