extension Schedule {
  /// About how many seconds are left; nil where the time of a stage that is still to end is not known.
  ///
  /// Neither can it be less than the longest way ahead, nor less than all work shared out among the
  /// places. The larger of the two is what a good schedule comes near to.
  ///
  /// Source: R. L. Graham, "Bounds on Multiprocessing Timing Anomalies", 1969.
  ///
  /// - Parameter elapsed: For how many seconds each of the running stages has been running.
  /// - Returns: Seconds.
  package func remaining(elapsed: [StageID: Double]) -> Double? {
    var work = 0.0
    var longest = 0.0
    for stage in selected {
      guard let state = states[stage], !state.isFinal else { continue }
      guard way.isKnown[stage] else { return nil }
      // What takes longer than it used to has an end nobody knows: it counts as about to end.
      let done = min(elapsed[stage] ?? 0, way.expected[stage])
      work += way.expected[stage] - done
      longest = max(longest, way.length[stage] - done)
    }
    return max(longest, work / Double(max(1, places)))
  }
}
