internal import Foundation
package import PipelinePlanning
internal import Synchronization

/// The operations on files that the runner needs; in tests, a twin from PipelineTestSupport performs them.
///
/// Paths are in normal form. An implementation knows the root that relative paths start from.
package protocol FileSystem: Sendable {
  /// Costs one `lstat`, and one `stat` more for a link.
  func state(of path: Path) -> FileState

  /// Works in parallel where the disk allows it.
  func states(of paths: [Path]) -> [FileState]

  /// Returns the files that have changed since a table was made, in the order of `numbers`.
  func changed(in table: StampTable, among numbers: [Int]) -> [Int]

  /// Lists a folder in no particular order; throws if it does not exist.
  func entries(of folder: Path) throws(SystemFault) -> [FolderEntry]

  /// Does not follow links; nil if nothing is there.
  func kind(of path: Path) throws(SystemFault) -> FolderEntry.Kind?

  /// Resolves every link in a path; keeps the names that do not exist.
  func realPath(of path: Path) -> Path

  /// Returns nil if there is no file.
  func contents(of path: Path) throws(SystemFault) -> [UInt8]?

  /// Reads the last bytes of a file; none if it cannot be read.
  func tail(of path: Path, count: Int) -> [UInt8]

  /// Reads at most `count` bytes of a file, starting at a position; none at its end, or if there is no file.
  func bytes(of path: Path, from position: Int, count: Int) -> [UInt8]

  /// Computes the SHA-256 of a file, following links; nil if `isWanted` returns false before the end.
  ///
  /// Throws for a folder or a FIFO, and never waits for it.
  func digest(
    of path: Path,
    while isWanted: () -> Bool
  ) throws(SystemFault) -> ContentDigest?

  /// Also creates missing parent folders; does nothing if the folder exists.
  func makeFolder(_ path: Path) throws(SystemFault)

  /// Opens a file for appending; a new file is readable by its owner only.
  func appending(to path: Path) throws(SystemFault) -> any AppendedFile

  /// Replaces a file atomically; with `isLasting`, flushes the new bytes to the disk before that.
  ///
  /// Without `isLasting`, a crash of the system can leave a file with other bytes.
  func replace(_ path: Path, with bytes: [UInt8], isLasting: Bool) throws(SystemFault)

  /// Moves a file or folder within one disk, atomically; replaces a file at the target.
  func rename(_ path: Path, to target: Path) throws(SystemFault)

  /// Removes a file, a link itself, or an empty folder.
  func remove(_ path: Path) throws(SystemFault)

  /// Returns the text of a link, even if nothing is at its target.
  func linkText(of path: Path) -> String?

  /// Copies a file, following links, to a path that does not exist yet.
  ///
  /// When this returns, the copy is flushed to the disk. When this throws, no part of the copy is left.
  func copy(_ source: Path, to target: Path) throws(SystemFault)
}

extension FileSystem {
  package func linkText(of path: Path) -> String? { nil }

  package func states(of paths: [Path]) -> [FileState] { paths.map(state) }

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
  /// Makes only one system call if the system takes all bytes.
  func append(_ bytes: [UInt8]) throws(SystemFault)

  /// Returns nanoseconds since 1970, by the disk's clock.
  func modified() throws(SystemFault) -> Int64

  /// Sets the modification time to now, by the disk's clock.
  func touch() throws(SystemFault)

  func synchronize() throws(SystemFault)
}

/// Resolves the links in paths and remembers the results; any thread may use it.
package final class RealPaths: Sendable {
  private let files: any FileSystem
  private let answers = Mutex<[Path: Path]>([:])

  package init(files: any FileSystem) {
    self.files = files
  }

  package var known: [Path: Path] { answers.withLock { $0 } }

  package func callAsFunction(_ path: Path) -> Path {
    // Ask the disk while the lock is held, so that it is asked only once for each path.
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
