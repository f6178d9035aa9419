internal import Foundation
package import PipelinePlanning
internal import Synchronization

/// The file operations that the runner needs, on paths in normal form; tests use a virtual disk instead.
package protocol FileSystem: Sendable {
  /// Follows a link; makes one `lstat` call, and for a link one `stat` call more.
  func state(of path: Path) -> FileState

  /// Returns the states in the order of `paths`; an implementation can read them in parallel.
  func states(of paths: [Path]) -> [FileState]

  /// Returns those of `numbers`, in their order, whose files have changed since the table was made.
  func changed(in table: StampTable, among numbers: [Int]) -> [Int]

  /// Lists a folder in no particular order; throws if it does not exist.
  func entries(of folder: Path) throws(SystemFault) -> [FolderEntry]

  /// Does not follow a link; nil if the path does not exist.
  func kind(of path: Path) throws(SystemFault) -> FolderEntry.Kind?

  /// Resolves every link in a path; keeps names that do not exist as they are.
  func realPath(of path: Path) -> Path

  /// Returns nil if the file does not exist.
  func contents(of path: Path) throws(SystemFault) -> [UInt8]?

  /// Reads the last `count` bytes of a file; empty if it cannot be read.
  func tail(of path: Path, count: Int) -> [UInt8]

  /// Reads at most `count` bytes from a position on; empty at the end of the file, or if it cannot be read.
  func bytes(of path: Path, from position: Int, count: Int) -> [UInt8]

  /// Computes the SHA-256 of a file, following links; nil if `isWanted` returns false before the end; throws
  /// for a folder or a FIFO, without waiting for a writer.
  func digest(
    of path: Path,
    while isWanted: () -> Bool
  ) throws(SystemFault) -> ContentDigest?

  /// Also creates missing parent folders; does nothing if the folder exists.
  func makeFolder(_ path: Path) throws(SystemFault)

  /// Opens a file for appending; the umask decides who can read a new file.
  func appending(to path: Path) throws(SystemFault) -> any AppendedFile

  /// Replaces a file atomically; without `isLasting`, a crash of the system can leave wrong bytes in it.
  func replace(_ path: Path, with bytes: [UInt8], isLasting: Bool) throws(SystemFault)

  /// Moves a file or folder within one disk, atomically; replaces a file at the target.
  func rename(_ path: Path, to target: Path) throws(SystemFault)

  /// Removes a file, a link itself, or an empty folder.
  ///
  /// With `unlocks`, a read-only folder of this user does not keep its files from being removed.
  func remove(_ path: Path, unlocks: Bool) throws(SystemFault)

  /// Returns the text of a link, even if nothing is at its target.
  func linkText(of path: Path) -> String?

  /// Copies a file (following links) to a new path and flushes it to the disk; leaves no copy if it throws.
  func copy(_ source: Path, to target: Path) throws(SystemFault)
}

extension FileSystem {
  package func linkText(of path: Path) -> String? { nil }

  package func remove(_ path: Path) throws(SystemFault) { try remove(path, unlocks: false) }

  package func states(of paths: [Path]) -> [FileState] { paths.map(state) }

  package func replace(_ path: Path, with bytes: [UInt8]) throws(SystemFault) {
    try replace(path, with: bytes, isLasting: true)
  }

  /// Removes a file, a link itself, or a folder with all its contents, if it exists.
  package func removeTree(_ path: Path) throws(SystemFault) {
    var open = [path]
    while let last = open.last {
      do throws(SystemFault) {
        try remove(last, unlocks: true)
      } catch  where error.number == ENOENT || error.number == ENOTDIR {
        // Nothing is left to remove.
      } catch  where error.number == ENOTEMPTY || error.number == EEXIST {
        open += try entries(of: last).map { last.appending($0.name) }
        continue
      }
      open.removeLast()
    }
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
  /// Makes only one system call, unless the system writes only a part of the bytes.
  func append(_ bytes: [UInt8]) throws(SystemFault)

  /// Returns the modification time in nanoseconds since 1970, by the disk's clock.
  func modified() throws(SystemFault) -> Int64

  /// Sets the modification time to now, by the disk's clock.
  func touch() throws(SystemFault)

  func synchronize() throws(SystemFault)
}

/// Resolves the links in paths and remembers the results; any thread can use it.
package final class RealPaths: Sendable {
  private let files: any FileSystem
  private let answers = Mutex<[Path: Path]>([:])

  package init(files: any FileSystem) {
    self.files = files
  }

  package var known: [Path: Path] { answers.withLock { $0 } }

  package func callAsFunction(_ path: Path) -> Path {
    // Hold the lock while asking the disk, so that each path is resolved only once.
    answers.withLock { answers in
      if let known = answers[path] { return known }
      let real = files.realPath(of: path)
      answers[path] = real
      return real
    }
  }
}
