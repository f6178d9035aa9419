/// The folder with the logs of a run's attempts.
package struct RunFolder: Equatable, Sendable {
  /// Run ids sort by time.
  package var run: String
  package var stages: Set<String>

  package init(run: String, stages: Set<String>) {
    self.run = run
    self.stages = stages
  }

  /// Returns the ids of the runs whose folders may be removed, the oldest first.
  ///
  /// The folder of the newest run stays. A folder also stays if it has the newest log of a stage, or if its
  /// run is in `kept`, the ids that the records or the log still refer to.
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
