internal import PipelinePlanning
internal import PipelineSystem

/// The changed files of a snapshot, found while the manifest still runs.
///
/// Running the manifest and checking the files take about equally long, and each needs one core. The
/// result is right because no part of a run can change a file before the result is used: the manifest
/// cannot (`ManifestFile.changesNoFile`), and no other process has held the lock. If a user saves a file
/// meanwhile, the next run finds it, as if the save had come a moment later. So a prefetch must be used
/// within a moment.
final class Prefetch: Sendable {
  private let start: ContinuousClock.Instant
  /// The contents of the lock file at the start.
  private let lock: [UInt8]
  private let read: Future<Snapshot?>
  private let seen: Future<[Int]>

  /// The longest age at which a prefetch counts, about the time to check very many files.
  private static let moment: Duration = .milliseconds(250)

  /// Nil if another process holds the lock or the system refuses threads.
  init?(_ files: any FileSystem, at start: ContinuousClock.Instant = .now) {
    self.start = start
    lock = Self.lock(files)
    guard RunLock.isFree(lock), let read = try? Future({ Snapshot(reading: files) }),
      let seen = try? Future({ read.value.map { files.changed(in: $0) } ?? [] })
    else { return nil }
    (self.read, self.seen) = (read, seen)
  }

  /// The snapshot, whose fingerprint is not checked yet; nil if there is none.
  var snapshot: Snapshot? { read.value }

  /// The positions of the changed files in `Snapshot.files`.
  var changed: [Int] { seen.value }

  /// Whether the prefetch is only a moment old, and no other process has held the lock since.
  ///
  /// `found` is the content of the lock file when this command took the lock; nil if it has not taken it.
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
