internal import PipelinePlanning
internal import PipelineSystem

/// Checks the files of a snapshot on a second core, while the manifest still runs on the first.
///
/// No part of a run can change a file before the result is used: the manifest cannot
/// (`ManifestFile.changesNoFile`), and no other process has held the lock. If a user saves a file meanwhile,
/// the next run finds the change, as if the user had saved a moment later. So the result is valid only for a
/// moment.
final class Prefetch: Sendable {
  private let start: ContinuousClock.Instant
  /// The contents of the lock file at the start.
  private let lock: [UInt8]
  private let read: Future<Snapshot?>
  private let seen: Future<[Int]>

  /// The time for which a prefetch is valid, about as long as checking very many files takes.
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

  /// Whether the prefetch is recent, and no other process has held the lock since its start; `found` is the
  /// content of the lock file when this command took the lock, nil if it has not taken the lock.
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
