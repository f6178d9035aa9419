/// The folder with the printed output of a run's scripts.
package struct RunFolder: Equatable, Sendable {
  /// The run's id, which sorts by time.
  package var run: String
  /// The stages that have a file in the folder.
  package var stages: Set<String>

  package init(run: String, stages: Set<String>) {
    self.run = run
    self.stages = stages
  }

  /// Returns the runs whose folders no command needs any more, unless a user names such a run.
  ///
  /// The last run and those with the last attempts of a stage stay.
  ///
  /// - Parameters:
  ///   - folders: All run folders.
  ///   - kept: The ids of runs that the records or the log still refer to.
  /// - Returns: The ids of the runs, the oldest first.
  package static func removable(_ folders: [RunFolder], kept: Set<String>) -> [String] {
    var told: Set<String> = []
    var removable: [String] = []
    for (position, folder) in folders.sorted(by: { $1.run < $0.run }).enumerated() {
      let isLast = position == 0 || !folder.stages.isSubset(of: told)
      told.formUnion(folder.stages)
      if !isLast, !kept.contains(folder.run) { removable.append(folder.run) }
    }
    return removable.reversed()
  }
}
