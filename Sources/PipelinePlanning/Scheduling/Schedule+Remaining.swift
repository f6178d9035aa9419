extension Schedule {
  /// Returns the estimated seconds left; nil if the duration of an unfinished stage is unknown.
  ///
  /// This is the larger of two lower bounds: the critical path, and all work divided by the number of slots.
  /// A good schedule comes close to it. `elapsed` has the seconds since each running stage began. An overdue
  /// stage may take any time. The result is nil if it is already later than all other work would take.
  ///
  /// Source: R. L. Graham, "Bounds on Multiprocessing Timing Anomalies", 1969.
  package func remaining(elapsed: [StageID: Double]) -> Double? {
    var work = 0.0
    var longest = 0.0
    var latest = 0.0
    for stage in selected {
      guard let state = states[stage], !state.isFinal else { continue }
      guard criticalPath.isKnown[stage] else { return nil }
      // A stage that takes longer than expected counts as finished.
      let done = min(elapsed[stage] ?? 0, criticalPath.expected[stage])
      let pace = Pace(elapsed: elapsed[stage] ?? 0, usual: criticalPath.expected[stage])
      latest = max(latest, pace.overdue ?? 0)
      work += criticalPath.expected[stage] - done
      longest = max(longest, criticalPath.length[stage] - done)
    }
    let left = max(longest, work / Double(max(1, slots)))
    return left < latest ? nil : left
  }
}
