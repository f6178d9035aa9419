internal import Dispatch
internal import Foundation
package import PipelinePlanning
internal import Synchronization

/// Checks many files in parallel, because a run with nothing to do spends nearly all its time here.
extension LocalFileSystem {
  /// The smallest number of files for which a further thread saves time.
  private static let pieceSize = 512

  package func changed(in table: StampTable, among numbers: [Int]) -> [Int] {
    let root = open(resolver.root.text, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard root >= 0 else { return numbers }
    defer { close(root) }
    return Self.inPieces(of: numbers.count) { piece in
      Self.changed(in: table, among: numbers[piece], root: root)
    }
  }

  package func states(of paths: [Path]) -> [FileState] {
    Self.inPieces(of: paths.count) { piece in paths[piece].map(state) }
  }

  /// Maps ranges of `0..<count` in parallel and joins the results in order; `concurrentPerform` would wait
  /// forever if the system refuses a thread.
  private static func inPieces<Value: Sendable>(
    of count: Int,
    _ body: @escaping @Sendable (Range<Int>) -> [Value]
  ) -> [Value] {
    let pieceCount = (count + pieceSize - 1) / pieceSize
    let found = Mutex<(next: Int, results: [Int: [Value]])>((0, [:]))
    @Sendable func work() {
      while true {
        let piece = found.withLock { found in
          defer { found.next += 1 }
          return found.next
        }
        guard piece < pieceCount else { return }
        let result = body(piece * pieceSize..<min(count, (piece + 1) * pieceSize))
        if !result.isEmpty { found.withLock { $0.results[piece] = result } }
      }
    }
    let ended = DispatchSemaphore(value: 0)
    var helpers = 0
    let cores = ProcessInfo.processInfo.activeProcessorCount
    for _ in 0..<max(0, min(cores, pieceCount) - 1) {
      let hasStarted: Void? = try? OwnThread.start {
        work()
        ended.signal()
      }
      if hasStarted != nil { helpers += 1 }
    }
    work()
    for _ in 0..<helpers { ended.wait() }
    return found.withLock { found in found.results.sorted { $0.key < $1.key }.flatMap(\.value) }
  }

  private static func changed(
    in table: StampTable,
    among numbers: ArraySlice<Int>,
    root: Int32
  ) -> [Int] {
    table.names.withUnsafeBytes { names in
      var status = stat()
      return numbers.filter { number in
        // The table guarantees that each path ends with a zero byte within the names.
        let name = names.baseAddress.map { $0 + Int(table.starts[number]) }
        guard let name = name?.assumingMemoryBound(to: CChar.self) else { return true }
        // The empty name is the root itself.
        let result =
          name.pointee == 0
          ? fstat(root, &status) : fstatat(root, name, &status, AT_SYMLINK_NOFOLLOW)
        guard result == 0 else {
          return table.kinds[number] != StampTable.missing || errno != ENOENT && errno != ENOTDIR
        }
        return !table.isStill(status, number)
      }
    }
  }
}

extension StampTable {
  fileprivate func isStill(_ status: stat, _ number: Int) -> Bool {
    switch status.st_mode & S_IFMT {
    case S_IFREG:
      kinds[number] == Stamp.Kind.file.rawValue && sizes[number] == Int64(status.st_size)
        && times[number] == status.modified
    case S_IFDIR: kinds[number] == Stamp.Kind.folder.rawValue
    // A link counts as changed; the caller then follows it.
    case S_IFLNK: false
    default: kinds[number] == Stamp.Kind.special.rawValue
    }
  }
}

extension stat {
  /// The modification time in nanoseconds since 1970.
  var modified: Int64 {
    #if canImport(Darwin)
    let time = st_mtimespec
    #else
    let time = st_mtim
    #endif
    return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }

  /// `link` is the text of the link that led to the file; nil if none did.
  func stamp(link: String?) -> Stamp {
    switch st_mode & S_IFMT {
    case S_IFREG: Stamp(kind: .file, size: Int64(st_size), modified: modified, link: link)
    case S_IFDIR: Stamp(kind: .folder, size: 0, modified: 0, link: link)
    default: Stamp(kind: .special, size: 0, modified: 0, link: link)
    }
  }
}
