extension Schedule {
  /// Returns the estimated seconds left; nil if the duration of an unfinished stage is unknown.
  ///
  /// This is the larger of two lower bounds, the critical path and all work divided by the number of slots
  /// (R. L. Graham, "Bounds on Multiprocessing Timing Anomalies", 1969). `elapsed` is in seconds.
  package func remaining(elapsed: [StageID: Double]) -> Double? {
    var work = 0.0
    var longest = 0.0
    for stage in selected {
      guard let state = states[stage], !state.isFinal else { continue }
      guard criticalPath.isKnown[stage] else { return nil }
      // A stage that takes longer than expected is assumed to finish now.
      let done = min(elapsed[stage] ?? 0, criticalPath.expected[stage])
      work += criticalPath.expected[stage] - done
      longest = max(longest, criticalPath.length[stage] - done)
    }
    return max(longest, work / Double(max(1, slots)))
  }
}
