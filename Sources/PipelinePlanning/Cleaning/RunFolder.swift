/// What is there of what the scripts of a run printed.
package struct RunFolder: Equatable, Sendable {
  /// The run's id, which sorts by time.
  package var run: String
  /// The stages of which there is a file.
  package var stages: Set<String>

  package init(run: String, stages: Set<String>) {
    self.run = run
    self.stages = stages
  }

  /// The runs of which nothing is told any more unless somebody names them.
  ///
  /// Those stay that hold the last attempts of a stage, and the last run.
  ///
  /// - Parameters:
  ///   - folders: All that are there.
  ///   - kept: Runs that the records, or the log, still point to.
  /// - Returns: Their ids, the oldest first.
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
