package import PipelinePlanning
package import PipelineSystem
internal import Synchronization

/// A disk in memory, with a clock that only goes on when it is told to.
///
/// What a test does to it never fails; what the runner does to it through `FileSystem` is counted,
/// and fails on demand.
package final class VirtualFileSystem: FileSystem {
  private let tree: Mutex<VirtualTree>
  private let watcher = Mutex<(@Sendable (Int) -> Void)?>(nil)
  private let reads = Mutex<(paths: [Path], obstructed: [Path: Int32])>(([], [:]))

  /// An empty root at `/root`, with no time of change but the clock's first.
  package init() {
    tree = Mutex(VirtualTree())
  }

  /// What the disk's clock says, in nanoseconds since 1970.
  package var now: Int64 { tree.withLock { $0.now } }

  /// The time that the disk gives to what is written now, in nanoseconds since 1970.
  package var stamp: Int64 { tree.withLock { $0.stamp } }

  /// Lets the disk's clock tick only so often, as that of a real one does.
  package func setGranularity(_ nanoseconds: Int64) {
    tree.withLock { $0.granularity = nanoseconds }
  }

  /// Is called before each change that the runner makes, with its number.
  package func beforeWrites(_ body: (@Sendable (Int) -> Void)?) { watcher.withLock { $0 = body } }

  /// How often the runner has changed the disk, or tried to.
  package var writeCount: Int { tree.withLock { $0.writeCount } }

  /// The files that were read for their digests, in order.
  package var digested: [Path] { reads.withLock { $0.paths } }

  /// Does something of which `digested` is not to tell.
  func uncounted<Value>(_ body: () throws -> Value) rethrows -> Value {
    let before = digested
    defer { reads.withLock { $0.paths = before } }
    return try body()
  }

  /// Lets the disk's clock go on.
  package func tick(_ nanoseconds: Int64 = 1_000_000) {
    tree.withLock { $0.now += nanoseconds }
  }

  /// Makes the runner's writes fail from the n-th from now on, counted from 1.
  ///
  /// The first of them that appends still writes `torn` bytes.
  package func failWrites(
    at first: Int,
    times: Int = .max,
    with number: Int32 = 28,
    torn: Int = 0
  ) {
    tree.withLock { tree in
      let begin = tree.writeCount + first
      tree.failing = begin..<(times == .max ? .max : begin + times)
      tree.failure = number
      tree.tornLength = torn
    }
  }

  /// Lets every write succeed again.
  package func healWrites() {
    tree.withLock { $0.failing = 0..<0 }
  }

  /// Writes a file with the clock's time, and the folders above it.
  package func write(_ text: String, to path: Path, modified: Int64? = nil) {
    tree.withLock { tree in
      let time = modified ?? tree.stamp
      tree.put(.file(Array(text.utf8), modified: time), at: tree.resolved(path))
    }
  }

  /// Writes a file with these bytes.
  package func write(_ bytes: [UInt8], to path: Path) {
    tree.withLock { $0.put(.file(bytes, modified: $0.stamp), at: $0.resolved(path)) }
  }

  /// Sets a file's time of change, without changing what is in it.
  package func setModified(_ path: Path, to time: Int64) {
    tree.withLock { tree in
      let real = tree.resolved(path)
      guard case .file(let bytes, _) = tree.node(at: real) else { return }
      tree.put(.file(bytes, modified: time), at: real)
    }
  }

  /// Sets a file's time of change to the clock's.
  package func touch(_ path: Path) {
    setModified(path, to: stamp)
  }

  /// Makes a folder.
  package func folder(_ path: Path) {
    tree.withLock { $0.put(.folder, at: $0.resolved(path)) }
  }

  /// Makes a link, whose text is read from the folder it lies in.
  package func link(_ path: Path, to text: String) {
    tree.withLock { $0.put(.link(text), at: $0.absolute(path)) }
  }

  /// Makes a FIFO.
  package func special(_ path: Path) {
    tree.withLock { $0.put(.special, at: $0.resolved(path)) }
  }

  /// Takes away what stands at a path, with all that is in it.
  package func erase(_ path: Path) {
    tree.withLock { $0.remove($0.absolute(path)) }
  }

  /// Lets `stat` fail for a path; nil lets it succeed again.
  package func obstruct(_ path: Path, with number: Int32?) {
    tree.withLock { $0.obstructed[$0.absolute(path)] = number }
  }

  /// Lets a folder lie on a disk of its own.
  package func mount(_ folder: Path) {
    tree.withLock { $0.disks.append($0.absolute(folder)) }
  }

  /// Lets a folder not be listed; nil lets it be listed again.
  package func obstructListing(of path: Path, with number: Int32?) {
    tree.withLock { $0.unlistable[$0.absolute(path)] = number }
  }

  /// Lets a file not be read for its digest; nil lets it be read again.
  package func obstructReading(of path: Path, with number: Int32?) {
    reads.withLock { $0.obstructed[path] = number }
  }

  /// The text of a file; nil where there is none.
  package func text(of path: Path) -> String? {
    tree.withLock { tree in
      guard case .file(let bytes, _) = tree.node(at: tree.resolved(path)) else { return nil }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// The paths of all files, links and special files below a folder, in byte order.
  package func paths(in folder: Path = .root) -> [Path] {
    tree.withLock { tree in
      tree.filesInside(tree.absolute(folder)).map { tree.relative($0) }.sorted()
    }
  }

  // MARK: FileSystem

  package func state(of path: Path) -> FileState {
    tree.withLock { $0.state(of: path) }
  }

  package func changed(in table: StampTable, among numbers: [Int]) -> [Int] {
    numbers.filter { state(of: table.path(of: $0)) != table.state(of: $0) }
  }

  package func entries(of folder: Path) throws(SystemFault) -> [FolderEntry] {
    let result = tree.withLock { $0.entries(of: folder) }
    return try result.get()
  }

  package func kind(of path: Path) throws(SystemFault) -> FolderEntry.Kind? {
    tree.withLock { $0.node(at: $0.place(of: path)).map(VirtualTree.kind) }
  }

  package func realPath(of path: Path) -> Path {
    tree.withLock { $0.relative($0.resolved(path)) }
  }

  package func contents(of path: Path) throws(SystemFault) -> [UInt8]? {
    let result = tree.withLock { tree -> Result<[UInt8]?, SystemFault> in
      switch tree.state(of: path) {
      case .missing: return .success(nil)
      case .unreadable(let fault): return .failure(fault)
      case .present:
        guard case .file(let bytes, _) = tree.node(at: tree.resolved(path)) else {
          return .failure(SystemFault(21))
        }
        return .success(bytes)
      }
    }
    return try result.get()
  }

  package func tail(of path: Path, count: Int) -> [UInt8] {
    Array(((try? contents(of: path)) ?? []).suffix(count))
  }

  package func bytes(of path: Path, from position: Int, count: Int) -> [UInt8] {
    Array(((try? contents(of: path)) ?? []).dropFirst(position).prefix(count))
  }

  package func digest(
    of path: Path,
    while isWanted: () -> Bool
  ) throws(SystemFault) -> ContentDigest? {
    guard isWanted() else { return nil }
    guard let bytes = try contents(of: path) else { throw SystemFault(2) }
    let obstacle = reads.withLock { reads in
      reads.paths.append(path)
      return reads.obstructed[path]
    }
    if let obstacle { throw SystemFault(obstacle) }
    var hash = SHA256()
    hash.update(bytes)
    return ContentDigest(hash.digest())
  }

  package func makeFolder(_ path: Path) throws(SystemFault) {
    if case .present(let stamp) = state(of: path), stamp.kind == .folder { return }
    try change { tree throws(SystemFault) in
      let real = tree.resolved(path)
      if let node = tree.node(at: real), node != .folder { throw SystemFault(20) }
      tree.put(.folder, at: real)
    }
  }

  package func appending(to path: Path) throws(SystemFault) -> any AppendedFile {
    try change { tree throws(SystemFault) in
      let real = tree.resolved(path)
      if tree.node(at: real) == nil { tree.put(.file([], modified: tree.stamp), at: real) }
    }
    return VirtualAppendedFile(files: self, path: path)
  }

  package func replace(_ path: Path, with bytes: [UInt8], isLasting: Bool) throws(SystemFault) {
    try change { tree throws(SystemFault) in
      tree.put(.file(bytes, modified: tree.stamp), at: tree.resolved(path))
    }
  }

  package func rename(_ path: Path, to target: Path) throws(SystemFault) {
    try change { tree throws(SystemFault) in
      let (from, to) = (tree.place(of: path), tree.place(of: target))
      guard let moved = tree.node(at: from) else { throw SystemFault(2) }
      guard let folder = to.parent, tree.node(at: folder) == .folder else { throw SystemFault(2) }
      if tree.disks.first(where: from.isInside) != tree.disks.first(where: to.isInside) {
        throw SystemFault(18)
      }
      if let there = tree.node(at: to) {
        if there == .folder, moved != .folder { throw SystemFault(21) }
        if there != .folder, moved == .folder { throw SystemFault(20) }
        if there == .folder, !tree.isEmpty(to) { throw SystemFault(39) }
      }
      tree.move(from, to: to)
    }
  }

  package func remove(_ path: Path, unlocks: Bool) throws(SystemFault) {
    try change { tree throws(SystemFault) in
      let place = tree.place(of: path)
      guard let node = tree.node(at: place) else { throw SystemFault(2) }
      if node == .folder, !tree.isEmpty(place) { throw SystemFault(39) }
      tree.remove(place)
    }
  }

  package func copy(_ source: Path, to target: Path) throws(SystemFault) {
    try change { tree throws(SystemFault) in
      guard case .file(let bytes, _) = tree.node(at: tree.resolved(source)) else {
        throw SystemFault(2)
      }
      if tree.node(at: tree.place(of: target)) != nil { throw SystemFault(17) }
      tree.put(.file(bytes, modified: tree.stamp), at: tree.resolved(target))
    }
  }

  /// Makes a change of the runner's, unless it is one that is to fail.
  func change(
    _ body: (inout VirtualTree) throws(SystemFault) -> Void
  ) throws(SystemFault) {
    try changeInParts { tree, isFailing throws(SystemFault) in
      if !isFailing { try body(&tree) }
    }
  }

  /// Makes a change of the runner's; one that is to fail may leave a part of it.
  func changeInParts(
    _ body: (inout VirtualTree, _ isFailing: Bool) throws(SystemFault) -> Void
  ) throws(SystemFault) {
    if let watcher = watcher.withLock({ $0 }) { watcher(writeCount + 1) }
    let result = tree.withLock { tree -> Result<Void, SystemFault> in
      tree.writeCount += 1
      let isFailing = tree.failing.contains(tree.writeCount)
      do throws(SystemFault) {
        try body(&tree, isFailing)
        return isFailing ? .failure(SystemFault(tree.failure)) : .success(())
      } catch {
        return .failure(error)
      }
    }
    try result.get()
  }
}
