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

  /// With `movesIgnored`, files with ignored names belong to the parts, as if the output contained them.
  func split(_ path: Path, movesIgnored: Bool = false) throws(SystemFault) -> Split {
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
        let isFolder = entry.kind == .folder
        if isLeftOut(inner, of: path, isFolder: isFolder)
          || !movesIgnored && isIgnored(inner, isFolder: isFolder)
        {
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

  /// Whether an exception or the mark `.persist` keeps the entry from being moved with the tree.
  ///
  /// An exception of a folder around the tree does not count, because the tree is an output of its own.
  private func isLeftOut(_ entry: Path, of tree: Path, isFolder: Bool) -> Bool {
    outputs.contains { output in
      output.excepts(entry, isFolder: isFolder) && !tree.isInside(output.path)
        || output.marks.contains(.persist) && output.path == entry
    }
  }

  private func isIgnored(_ path: Path, isFolder: Bool) -> Bool {
    if outputs.contains(where: { $0.path == path }) { return false }
    return IgnoreList.standard.contains(path.name, isFolder: isFolder)
      || outputs.contains { $0.ignores(path, isFolder: isFolder) }
  }

  /// Moves the ignored files of an earlier output back to its path, unless something is there.
  func returnIgnored(from earlier: Path, to path: Path) throws(SystemFault) {
    guard try files.kind(of: earlier) == .folder else { return }
    var open = [earlier]
    while let folder = open.popLast() {
      for entry in try files.entries(of: folder) {
        let inner = folder.appending(entry.name)
        let place = inner.moved(from: earlier, to: path)
        let isFolder = entry.kind == .folder
        if !isIgnored(place, isFolder: isFolder) {
          if isFolder { open.append(inner) }
        } else if files.state(of: place) == .missing {
          // If the place cannot exist anymore, the file goes where the other earlier files go.
          try? move(inner, from: earlier, to: path)
        }
      }
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
        let stamp = files.state(of: inner.moved(from: earlier, to: newer)).stamp
        switch (entry.kind, stamp?.kind) {
        case (.folder, .folder): open.append(inner)
        case (.file, .file), (.link, .some): break
        // An entry of another kind, or one that cannot be read, was not made again.
        default: missing.append(inner)
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
