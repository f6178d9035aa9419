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
}
