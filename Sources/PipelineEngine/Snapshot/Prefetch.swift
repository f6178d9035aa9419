internal import PipelinePlanning
internal import PipelineSystem

/// The changed files of a snapshot, asked for while the manifest still runs: both take about as long, and
/// each needs one core.
///
/// A prefetched answer is right because nothing that takes part in a run can change a file between the
/// question and its use: the manifest cannot (`ManifestFile.changesNoFile`), and nobody has had the lock.
/// What a user saves meanwhile counts for the next run, as what is saved a moment later does; so a prefetch
/// holds for a moment only.
final class Prefetch: Sendable {
  /// Before any file was asked for.
  private let start: ContinuousClock.Instant
  /// What stood in the lock's file then.
  private let lock: [UInt8]
  private let read: Future<Snapshot?>
  private let seen: Future<[Int]>

  /// So long it may take until it is used: about as long as it takes to ask for very many files.
  private static let moment: Duration = .milliseconds(250)

  /// Begins to look; nil where somebody has the lock, or the system refuses threads.
  init?(_ files: any FileSystem, at start: ContinuousClock.Instant = .now) {
    self.start = start
    lock = Self.lock(files)
    guard RunLock.isFree(lock), let read = try? Future({ Snapshot(reading: files) }),
      let seen = try? Future({ read.value.map { files.changed(in: $0) } ?? [] })
    else { return nil }
    (self.read, self.seen) = (read, seen)
  }

  /// The snapshot, of which it is not known yet whether it holds; nil where there is none.
  var snapshot: Snapshot? { read.value }

  /// The numbers of the files in its table that are not as they were.
  var changed: [Int] { seen.value }

  /// Whether it is only a moment old, and nobody has had the lock since.
  ///
  /// - Parameters:
  ///   - found: What stood in its file when this command took it; nil where it has not.
  ///   - files: The disk.
  /// - Returns: Whether it still holds.
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
