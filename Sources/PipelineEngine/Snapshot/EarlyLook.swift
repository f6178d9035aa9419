package import PipelinePlanning
package import PipelineSystem

/// What stands at the files of a snapshot, asked for while the manifest is still being run.
///
/// To run a compiled manifest takes as long as to ask for all the files that it names, and needs one core
/// only; so both are done at once. That is right as long as nothing that takes part in the run changes a
/// file in between: not the manifest (`ManifestFile.changesNoFile`), and nobody who had the lock
/// (`holds(with:)`).
package struct EarlyLook: Sendable {
  /// The snapshot, of which it is not known yet whether it holds.
  package let snapshot: Snapshot
  /// The numbers of the files in its table that are not as they were.
  let changed: [Int]
  /// What stood at the lock's file before the first of them was asked for.
  private let lock: FileState

  /// Looks; nil where there is no snapshot.
  package init?(_ files: any FileSystem) {
    lock = files.state(of: Workspace.lock)
    guard let snapshot = Snapshot(reading: files) else { return nil }
    self.snapshot = snapshot
    changed = files.changed(in: snapshot.files, among: Array(0..<snapshot.files.count))
  }

  /// Whether nobody has had the lock since: whoever takes it writes to its file, and empties it when giving
  /// it back.
  ///
  /// `found` is what stood there when it was taken, before its holder wrote to it.
  package func holds(with found: FileState) -> Bool {
    lock == found && found.stamp?.size == 0
  }
}
