/// The folder with the logs of a run's attempts.
package struct RunFolder: Equatable, Sendable {
  /// Run ids sort by time.
  package var run: String
  package var stages: Set<String>

  package init(run: String, stages: Set<String>) {
    self.run = run
    self.stages = stages
  }

  /// Returns the ids of the runs whose folders can be removed, the oldest first.
  ///
  /// Three kinds of folders stay: the newest one, those with the newest log of a stage, and those of the runs
  /// in `kept`, to which the records or the log still refer.
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
