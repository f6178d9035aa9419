internal import Dispatch
package import PipelinePlanning
internal import Synchronization

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// Asks the disk about many files at once.
///
/// Nearly all the time that "nothing to do" takes is spent here: one call of the system for each file, on
/// all cores, on the bytes of the table as they stand.
extension LocalFileSystem {
  /// So many files are asked about before another core is worth its while.
  private static let pieceSize = 512

  package func changed(in table: StampTable, among numbers: [Int]) -> [Int] {
    let root = openRoot()
    guard root >= 0 else { return numbers }
    defer { close(root) }
    let count = (numbers.count + Self.pieceSize - 1) / Self.pieceSize
    if count < 2 { return Self.changed(in: table, among: numbers[...], root: root) }
    let found = Mutex<[Int: [Int]]>([:])
    DispatchQueue.concurrentPerform(iterations: count) { piece in
      let end = min(numbers.count, (piece + 1) * Self.pieceSize)
      let own = numbers[piece * Self.pieceSize..<end]
      let changed = Self.changed(in: table, among: own, root: root)
      if !changed.isEmpty { found.withLock { $0[piece] = changed } }
    }
    return found.withLock { found in found.sorted { $0.key < $1.key }.flatMap(\.value) }
  }

  private static func changed(
    in table: StampTable,
    among numbers: ArraySlice<Int>,
    root: Int32
  ) -> [Int] {
    table.names.withUnsafeBytes { names in
      var status = stat()
      return numbers.filter { number in
        // The table has seen to it that each path ends with a zero within the names.
        let name = names.baseAddress.map { $0 + Int(table.starts[number]) }
        guard let name = name?.assumingMemoryBound(to: CChar.self) else { return true }
        // No name is the root's own.
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
  /// Whether what `lstat` says of a file is what the table has.
  fileprivate func isStill(_ status: stat, _ number: Int) -> Bool {
    switch status.st_mode & S_IFMT {
    case S_IFREG:
      kinds[number] == Stamp.Kind.file.rawValue && sizes[number] == Int64(status.st_size)
        && times[number] == status.modified
    case S_IFDIR: kinds[number] == Stamp.Kind.folder.rawValue
    // Where a link leads is for others to find out.
    case S_IFLNK: false
    default: kinds[number] == Stamp.Kind.special.rawValue
    }
  }
}
