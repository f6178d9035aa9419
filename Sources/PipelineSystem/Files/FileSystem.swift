package import PipelinePlanning
internal import Synchronization

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// The seam to the disk: everything the runner knows of files and does to them.
///
/// Paths are in normal form; an implementation knows the root that relative ones start from. The
/// test twin in PipelineTestSupport has a clock that ticks on demand.
package protocol FileSystem: Sendable {
  /// What stands at a path: one `lstat`, and one `stat` more where it is a link.
  func state(of path: Path) -> FileState

  /// What stands at each of many paths, asked at once where the disk can answer so.
  func states(of paths: [Path]) -> [FileState]

  /// Which of these files of a table are no longer as the table has them, in the order of `numbers`.
  func changed(in table: StampTable, among numbers: [Int]) -> [Int]

  /// What a folder holds, in no order.
  ///
  /// - Throws: The error of the system, also where there is no such folder.
  func entries(of folder: Path) throws(SystemFault) -> [FolderEntry]

  /// What stands at a path itself, be it a link; nil for nothing.
  func kind(of path: Path) throws(SystemFault) -> FolderEntry.Kind?

  /// Where a path leads when every link on the way is followed, as far as it exists.
  func realPath(of path: Path) -> Path

  /// The bytes of a file; nil where there is none.
  func contents(of path: Path) throws(SystemFault) -> [UInt8]?

  /// The last bytes of a file, and none where it cannot be read.
  func tail(of path: Path, count: Int) -> [UInt8]

  /// Bytes of a file from a position on, at most `count`; none at its end or where there is none.
  func bytes(of path: Path, from position: Int, count: Int) -> [UInt8]

  /// The SHA-256 of the bytes of a file, behind links too; nil once they are no longer wanted.
  ///
  /// What has no bytes (a folder, a FIFO) is an error, never a wait.
  func digest(
    of path: Path,
    while isWanted: () -> Bool
  ) throws(SystemFault) -> ContentDigest?

  /// Makes a folder and those above it; nothing happens where it is there.
  func makeFolder(_ path: Path) throws(SystemFault)

  /// Opens a file for appending, readable by its owner alone, and makes it where it is not there.
  func appending(to path: Path) throws(SystemFault) -> any AppendedFile

  /// Puts a file with these bytes in the place of another in one step.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - bytes: What is to be in it.
  ///   - isLasting: Whether the bytes must be on the disk before they take the place; without it a crash of
  ///     the system may leave a file with other bytes.
  /// - Throws: The error of the system.
  func replace(_ path: Path, with bytes: [UInt8], isLasting: Bool) throws(SystemFault)

  /// Gives what stands at a path another place on the same disk, in one step; a file there is replaced.
  func rename(_ path: Path, to target: Path) throws(SystemFault)

  /// Removes a file, a link itself, or an empty folder.
  func remove(_ path: Path) throws(SystemFault)

  /// Copies a file to where nothing is yet, and for a link what it leads to; the copy is on the disk
  /// when this returns, and nothing of it where this throws.
  func copy(_ source: Path, to target: Path) throws(SystemFault)
}

extension FileSystem {
  package func states(of paths: [Path]) -> [FileState] { paths.map(state) }
}

extension FileSystem {
  /// Puts a file with these bytes in the place of another in one step, and for good.
  package func replace(_ path: Path, with bytes: [UInt8]) throws(SystemFault) {
    try replace(path, with: bytes, isLasting: true)
  }
}

/// One entry of a folder.
package struct FolderEntry: Equatable, Sendable {
  package enum Kind: Sendable {
    case file
    case folder
    case link
    case special
  }

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

  /// The file's own time of change in nanoseconds since 1970: what the disk's clock said last.
  func modified() throws(SystemFault) -> Int64

  /// Sets the file's time of change to what the disk's clock says now.
  func touch() throws(SystemFault)

  /// Sees to it that what was written is on the disk.
  func synchronize() throws(SystemFault)
}

/// Follows every link on the way to a path, asking the disk once for each; on any thread.
package final class RealPaths: Sendable {
  private let files: any FileSystem
  private let answers = Mutex<[Path: Path]>([:])

  package init(files: any FileSystem) {
    self.files = files
  }

  /// What was asked so far, with the answers.
  package var known: [Path: Path] { answers.withLock { $0 } }

  /// Where a path leads, as far as it exists.
  package func callAsFunction(_ path: Path) -> Path {
    // Asked within the lock, so that it is once for each.
    answers.withLock { answers in
      if let known = answers[path] { return known }
      let real = files.realPath(of: path)
      answers[path] = real
      return real
    }
  }
}

/// What is done to whole trees; links are never followed.
extension FileSystem {
  /// Removes what stands at a path, with all that is in it; nothing happens where nothing is.
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
      } catch {
        throw error
      }
      open.removeLast()
    }
  }
}
