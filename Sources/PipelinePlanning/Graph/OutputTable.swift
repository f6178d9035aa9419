/// Who makes which file: finds the stages whose outputs a stage reads, without comparing all with all.
struct OutputTable {
  private struct Entry {
    var path: Path
    var isFolder: Bool
    var maker: Graph.StageIndex
  }

  /// Every output, in byte order of its real path.
  private let entries: [Entry]
  private let makers: [Path: Graph.StageIndex]
  private let realPath: (Path) -> Path

  init(nodes: [Graph.Node], realPath: @escaping (Path) -> Path) {
    var entries: [Entry] = []
    for (index, node) in nodes.enumerated() {
      // The root as an output is a fault told elsewhere; as a maker of everything it would hide others.
      for output in node.outputs where output.path != .root {
        let isFolder = output.kind == .folder
        entries.append(Entry(path: realPath(output.path), isFolder: isFolder, maker: index))
      }
    }
    self.entries = entries.sorted { $0.path < $1.path }
    self.realPath = realPath
    makers = Dictionary(
      entries.map { ($0.path, $0.maker) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// The stages that make something this stage reads, itself left out.
  ///
  /// A file that a stage names both as its input and its output is a fault told elsewhere.
  func makers(of node: Graph.Node, at index: Graph.StageIndex) -> Set<Graph.StageIndex> {
    var found: Set<Graph.StageIndex> = []
    for script in node.scripts { insert(makerOf: script, into: &found) }
    for input in node.inputs {
      if input.pattern.kind == .file {
        insert(makerOf: input.pattern.path, into: &found)
        continue
      }
      // What lies below the pattern's folder, and the output folders that it lies in itself.
      let folder = realPath(input.pattern.path)
      for entry in entriesInside(folder)
      // Where a link leads elsewhere the pattern is not compared: an edge too many costs little.
      where folder != input.pattern.path || Self.reads(input, path: entry.path, entry.isFolder) {
        found.insert(entry.maker)
      }
      var above: Path? = folder
      while let path = above {
        if let maker = makers[path] { found.insert(maker) }
        above = path.parent
      }
    }
    found.remove(index)
    return found
  }

  /// Whether an input reads an output, or something in an output folder.
  static func reads(_ input: InputPattern, output: FilePattern) -> Bool {
    if input.pattern.path.isInside(output.path) { return true }
    if input.pattern.path == output.path { return true }
    return reads(input, path: output.path, output.kind == .folder)
  }

  private static func reads(_ input: InputPattern, path: Path, _ isFolder: Bool) -> Bool {
    guard isFolder else { return input.matches(path) }
    return input.pattern.mayMatchInside(path)
      && !input.except.contains {
        $0.kind == .folder && ($0.path == path || path.isInside($0.path))
      }
  }

  private func insert(makerOf file: Path, into found: inout Set<Graph.StageIndex>) {
    var path: Path? = realPath(file)
    while let here = path {
      if let maker = makers[here] { found.insert(maker) }
      path = here.parent
    }
  }

  /// The outputs in a folder: one run of the sorted entries.
  private func entriesInside(_ folder: Path) -> ArraySlice<Entry> {
    if folder == .root { return entries[...] }
    let prefix = Path(bytes: folder.bytes + [Path.slash])
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].path < prefix { low = middle + 1 } else { high = middle }
    }
    return entries[low...].prefix { $0.path.isInside(folder) }
  }
}
