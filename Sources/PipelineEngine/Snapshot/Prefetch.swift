internal import PipelinePlanning
internal import PipelineSystem

/// The changed files of a snapshot, found while the manifest still runs.
///
/// Running the manifest and checking the files take about equally long, and each needs one core.
///
/// The result is right because nothing that takes part in a run can change a file before the result
/// is used. The manifest cannot (`ManifestFile.changesNoFile`), and no other process has held the lock.
/// A user may save a file meanwhile. That counts for the next run, like a save a moment later. So a
/// prefetch holds only for a moment.
final class Prefetch: Sendable {
  /// The time before the first file was checked.
  private let start: ContinuousClock.Instant
  /// The contents of the lock file at that time.
  private let lock: [UInt8]
  private let read: Future<Snapshot?>
  private let seen: Future<[Int]>

  /// The longest time until a prefetch must be used: about as long as checking very many files takes.
  private static let moment: Duration = .milliseconds(250)

  /// Starts the check; nil if another process holds the lock or the system refuses threads.
  init?(_ files: any FileSystem, at start: ContinuousClock.Instant = .now) {
    self.start = start
    lock = Self.lock(files)
    guard RunLock.isFree(lock), let read = try? Future({ Snapshot(reading: files) }),
      let seen = try? Future({ read.value.map { files.changed(in: $0) } ?? [] })
    else { return nil }
    (self.read, self.seen) = (read, seen)
  }

  /// The snapshot, whose fingerprint is not compared yet; nil if there is none.
  var snapshot: Snapshot? { read.value }

  /// The numbers of the changed files in the snapshot's table.
  var changed: [Int] { seen.value }

  /// Whether the prefetch is only a moment old, and no other process has held the lock since.
  ///
  /// `found` is the contents of the lock file when this command took the lock; nil if it has not.
  func holds(_ found: [UInt8]?, _ files: any FileSystem) -> Bool {
    start.duration(to: .now) < Self.moment && (found ?? Self.lock(files)) == lock
  }

  private static func lock(_ files: any FileSystem) -> [UInt8] {
    files.bytes(of: Workspace.lockFile, from: 0, count: 64)
  }
}

extension FileSystem {
  fileprivate func changed(in snapshot: Snapshot) -> [Int] {
    changed(in: snapshot.files, among: Array(0..<snapshot.files.count))
  }
}
