internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineSystem

/// The files below an output's path, with the knowledge which of them are part of the output.
struct OutputTree: Sendable {
  let files: any FileSystem
  let outputs: [FilePattern]

  /// The parts of a tree that are to move, and the entries in it that stay.
  struct Split: Equatable {
    /// The tree itself if nothing in it stays; otherwise its largest subtrees in which nothing stays.
    var parts: [Path] = []
    /// Files and folders that are not part of any output, without those inside another one of them.
    var leftOut: [Path] = []
  }

  func split(_ path: Path) throws(SystemFault) -> Split {
    guard let kind = try files.kind(of: path) else { return Split() }
    guard kind == .folder else { return Split(parts: [path]) }
    var leftOut: [Path] = []
    var listed: [(folder: Path, entries: [Path])] = []
    var open = [path]
    while let folder = open.popLast() {
      let entries = try files.entries(of: folder)
      listed.append((folder, entries.map { folder.appending($0.name) }))
      for entry in entries {
        let inner = folder.appending(entry.name)
        if isLeftOut(inner, isFolder: entry.kind == .folder) {
          leftOut.append(inner)
        } else if entry.kind == .folder {
          open.append(inner)
        }
      }
    }
    if leftOut.isEmpty { return Split(parts: [path]) }
    var staying = Set(leftOut)
    for entry in leftOut {
      var folder = entry.parent
      while let here = folder, here.isInside(path), staying.insert(here).inserted {
        folder = here.parent
      }
    }
    staying.insert(path)
    let parts = listed.filter { staying.contains($0.folder) }.flatMap(\.entries)
      .filter { !staying.contains($0) }
    return Split(parts: parts, leftOut: leftOut)
  }

  private func isLeftOut(_ path: Path, isFolder: Bool) -> Bool {
    IgnoreList.standard.contains(path.name, isFolder: isFolder)
      || outputs.contains { output in
        output.leavesOut(path, isFolder: isFolder)
          || output.marks.contains(.persist) && output.path == path
      }
  }

  /// Returns the largest subtrees of an earlier output that a newer output at another path does not have.
  func parts(of earlier: Path, missingIn newer: Path) throws(SystemFault) -> [Path] {
    guard try files.kind(of: earlier) == .folder else { return [] }
    var missing: [Path] = []
    var open = [earlier]
    while let folder = open.popLast() {
      for entry in try files.entries(of: folder) {
        let inner = folder.appending(entry.name)
        // Follows links, because a script can make its folder as a link to another one.
        switch files.state(of: inner.moved(from: earlier, to: newer)) {
        case .missing: missing.append(inner)
        case .present(let stamp) where stamp.kind == .folder && entry.kind == .folder:
          open.append(inner)
        case .present, .unreadable: break
        }
      }
    }
    return missing
  }

  /// Returns the number of files in a tree, and their size in bytes; does not follow links.
  func size(of path: Path) throws(SystemFault) -> (count: Int, size: Int64) {
    var (count, size) = (0, Int64(0))
    guard let kind = try files.kind(of: path) else { return (0, 0) }
    var open = [(path, kind)]
    while let (path, kind) = open.popLast() {
      guard kind == .folder else {
        count += 1
        if kind == .file { size += files.state(of: path).stamp?.size ?? 0 }
        continue
      }
      open += try files.entries(of: path).map { (path.appending($0.name), $0.kind) }
    }
    return (count, size)
  }

  /// Moves an entry of one tree to the same place in another one.
  func move(_ entry: Path, from tree: Path, to other: Path) throws(SystemFault) {
    let target = entry.moved(from: tree, to: other)
    if let folder = target.parent { try files.makeFolder(folder) }
    try files.rename(entry, to: target)
  }
}
