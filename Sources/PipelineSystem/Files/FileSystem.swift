internal import Foundation
package import PipelinePlanning
internal import Synchronization

/// The seam to the disk: everything that the runner does with files.
///
/// Paths are in normal form. An implementation knows the root that relative paths start from. The test twin
/// in PipelineTestSupport has a clock that ticks on demand.
package protocol FileSystem: Sendable {
  /// Returns the state of a path; costs one `lstat`, and one `stat` more for a link.
  func state(of path: Path) -> FileState

  /// Returns the states of many paths, in parallel where the disk allows it.
  func states(of paths: [Path]) -> [FileState]

  /// Returns the files that have changed since a table was made, in the order of `numbers`.
  func changed(in table: StampTable, among numbers: [Int]) -> [Int]

  /// Lists a folder, in no particular order.
  ///
  /// - Throws: The system's error, also if there is no such folder.
  func entries(of folder: Path) throws(SystemFault) -> [FolderEntry]

  /// Returns the kind of a path, without following links; nil if nothing is there.
  func kind(of path: Path) throws(SystemFault) -> FolderEntry.Kind?

  /// Resolves every link in a path; keeps the names that do not exist.
  func realPath(of path: Path) -> Path

  /// Reads a file; nil if there is none.
  func contents(of path: Path) throws(SystemFault) -> [UInt8]?

  /// Reads the last bytes of a file; none if it cannot be read.
  func tail(of path: Path, count: Int) -> [UInt8]

  /// Reads at most `count` bytes of a file, starting at a position; none at its end, or if there is no file.
  func bytes(of path: Path, from position: Int, count: Int) -> [UInt8]

  /// Computes the SHA-256 of a file, following links; nil if `isWanted` returns false before the end.
  ///
  /// Throws for a folder or a FIFO, and never waits for one.
  func digest(
    of path: Path,
    while isWanted: () -> Bool
  ) throws(SystemFault) -> ContentDigest?

  /// Creates a folder and its parent folders, if they do not exist yet.
  func makeFolder(_ path: Path) throws(SystemFault)

  /// Opens a file for appending; if it does not exist, creates it, readable by its owner only.
  func appending(to path: Path) throws(SystemFault) -> any AppendedFile

  /// Replaces a file atomically.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - bytes: Its new contents.
  ///   - isLasting: Whether to flush the bytes to the disk first. Otherwise a crash of the system may leave a
  ///     file with other bytes.
  /// - Throws: The error of the system.
  func replace(_ path: Path, with bytes: [UInt8], isLasting: Bool) throws(SystemFault)

  /// Moves a file or folder within one disk, atomically; replaces a file at the target.
  func rename(_ path: Path, to target: Path) throws(SystemFault)

  /// Removes a file, a link itself, or an empty folder.
  func remove(_ path: Path) throws(SystemFault)

  /// Copies a file, following links, to a path that does not exist yet.
  ///
  /// When this returns, the copy is flushed to the disk. When this throws, no part of the copy is left.
  func copy(_ source: Path, to target: Path) throws(SystemFault)
}

extension FileSystem {
  package func states(of paths: [Path]) -> [FileState] { paths.map(state) }

  /// Replaces a file atomically, and flushes it to the disk.
  package func replace(_ path: Path, with bytes: [UInt8]) throws(SystemFault) {
    try replace(path, with: bytes, isLasting: true)
  }
}

package struct FolderEntry: Equatable, Sendable {
  package typealias Kind = FoundEntry.Kind

  package var name: [UInt8]
  package var kind: Kind

  package init(name: [UInt8], kind: Kind) {
    self.name = name
    self.kind = kind
  }
}

/// A file that the runner only appends to.
package protocol AppendedFile: Sendable {
  /// Appends the bytes, with one system call if the system takes them all at once.
  func append(_ bytes: [UInt8]) throws(SystemFault)

  /// Returns the file's modification time in nanoseconds since 1970, by the disk's clock.
  func modified() throws(SystemFault) -> Int64

  /// Sets the file's modification time to now, by the disk's clock.
  func touch() throws(SystemFault)

  /// Flushes the written bytes to the disk.
  func synchronize() throws(SystemFault)
}

/// Resolves the links in paths and remembers the answers; any thread may use it.
package final class RealPaths: Sendable {
  private let files: any FileSystem
  private let answers = Mutex<[Path: Path]>([:])

  package init(files: any FileSystem) {
    self.files = files
  }

  /// The answers so far.
  package var known: [Path: Path] { answers.withLock { $0 } }

  /// Resolves every link in a path; keeps the names that do not exist.
  package func callAsFunction(_ path: Path) -> Path {
    // Ask while the lock is held, so that the disk is asked only once for each path.
    answers.withLock { answers in
      if let known = answers[path] { return known }
      let real = files.realPath(of: path)
      answers[path] = real
      return real
    }
  }
}

extension FileSystem {
  /// Removes a file, a link itself, or a folder with all its contents, if it exists.
  package func removeTree(_ path: Path) throws(SystemFault) {
    var open = [path]
    while let last = open.last {
      do throws(SystemFault) {
        try remove(last)
      } catch  where error.number == ENOENT || error.number == ENOTDIR {
        // It is gone already.
      } catch  where error.number == ENOTEMPTY || error.number == EEXIST {
        open += try entries(of: last).map { last.appending($0.name) }
        continue
      }
      open.removeLast()
    }
  }
}
