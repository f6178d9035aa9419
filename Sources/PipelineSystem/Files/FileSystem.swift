internal import Foundation
package import PipelinePlanning
internal import Synchronization

/// The seam to the disk: all that the runner asks of files and does to them.
///
/// Paths are in normal form. An implementation knows the root that relative ones start from. The test twin in
/// PipelineTestSupport has a clock that ticks on demand.
package protocol FileSystem: Sendable {
  /// Returns the state of a path: one `lstat`, and one `stat` more for a link.
  func state(of path: Path) -> FileState

  /// Returns the states of many paths, asked for in parallel where the disk allows.
  func states(of paths: [Path]) -> [FileState]

  /// Returns those of some files of a table that have changed since, in the order of `numbers`.
  func changed(in table: StampTable, among numbers: [Int]) -> [Int]

  /// Lists a folder, in no order.
  ///
  /// - Throws: The error of the system, also if there is no such folder.
  func entries(of folder: Path) throws(SystemFault) -> [FolderEntry]

  /// Returns the kind of a path, without following links; nil if nothing is there.
  func kind(of path: Path) throws(SystemFault) -> FolderEntry.Kind?

  /// Follows every link of a path, as far as it exists.
  func realPath(of path: Path) -> Path

  /// Reads a file; nil if there is none.
  func contents(of path: Path) throws(SystemFault) -> [UInt8]?

  /// Reads the last bytes of a file; none if it cannot be read.
  func tail(of path: Path, count: Int) -> [UInt8]

  /// Reads at most `count` bytes of a file from a position on; none at its end or if there is no file.
  func bytes(of path: Path, from position: Int, count: Int) -> [UInt8]

  /// Computes the SHA-256 of a file, following links; nil once it is no longer wanted.
  ///
  /// A folder or a FIFO is an error, never a wait.
  func digest(
    of path: Path,
    while isWanted: () -> Bool
  ) throws(SystemFault) -> ContentDigest?

  /// Creates a folder and those above it, where they do not exist yet.
  func makeFolder(_ path: Path) throws(SystemFault)

  /// Opens a file for appending; creates it, readable by its owner only, if it does not exist.
  func appending(to path: Path) throws(SystemFault) -> any AppendedFile

  /// Replaces a file in one step.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - bytes: Its new contents.
  ///   - isLasting: Whether the bytes are flushed to the disk first. Without it a crash of the system may leave a
  ///     file with other bytes.
  /// - Throws: The error of the system.
  func replace(_ path: Path, with bytes: [UInt8], isLasting: Bool) throws(SystemFault)

  /// Moves a file or folder on the same disk in one step; replaces a file at the target.
  func rename(_ path: Path, to target: Path) throws(SystemFault)

  /// Removes a file, a link itself, or an empty folder.
  func remove(_ path: Path) throws(SystemFault)

  /// Copies a file, following links, to a path where nothing is yet.
  ///
  /// The copy is flushed to the disk when this returns. When this throws, nothing of it is left.
  func copy(_ source: Path, to target: Path) throws(SystemFault)
}

extension FileSystem {
  package func states(of paths: [Path]) -> [FileState] { paths.map(state) }

  /// Replaces a file in one step, and flushes it to the disk.
  package func replace(_ path: Path, with bytes: [UInt8]) throws(SystemFault) {
    try replace(path, with: bytes, isLasting: true)
  }
}

/// One entry of a folder.
package struct FolderEntry: Equatable, Sendable {
  package typealias Kind = FoundEntry.Kind

  package var name: [UInt8]
  package var kind: Kind

  package init(name: [UInt8], kind: Kind) {
    self.name = name
    self.kind = kind
  }
}

/// A file that is only ever appended to.
package protocol AppendedFile: Sendable {
  /// Appends the bytes with one call of the system.
  func append(_ bytes: [UInt8]) throws(SystemFault)

  /// Returns the file's modification time in nanoseconds since 1970, by the disk's clock.
  func modified() throws(SystemFault) -> Int64

  /// Sets the file's modification time to now, by the disk's clock.
  func touch() throws(SystemFault)

  /// Flushes the written bytes to the disk.
  func synchronize() throws(SystemFault)
}

/// Follows the links of paths and remembers the answers; on any thread.
package final class RealPaths: Sendable {
  private let files: any FileSystem
  private let answers = Mutex<[Path: Path]>([:])

  package init(files: any FileSystem) {
    self.files = files
  }

  /// The answers so far.
  package var known: [Path: Path] { answers.withLock { $0 } }

  /// Follows every link of a path, as far as it exists.
  package func callAsFunction(_ path: Path) -> Path {
    // Asked within the lock, so that the disk is asked only once for each path.
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
        // Gone already.
      } catch  where error.number == ENOTEMPTY || error.number == EEXIST {
        open += try entries(of: last).map { last.appending($0.name) }
        continue
      }
      open.removeLast()
    }
  }
}
