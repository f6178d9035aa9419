/// Finds the makers of an input by real paths, without comparing every input with every output.
struct OutputTable: Sendable {
  /// An output; `place` is its real path.
  struct Entry: Sendable {
    var place: Path
    var isFolder: Bool
    var maker: StageID
  }

  /// The outputs of all stages, in the order of declaration.
  let entries: [Entry]
  /// The entries without the root, sorted by real path; only a search in a folder needs them.
  private lazy var sorted = entries.filter(Self.makesSomething).sorted { $0.place < $1.place }
  /// The makers of a folder and of all folders around it, cached because many files share a folder.
  private var around: [Path: [StageID]] = [:]
  /// By real path, the index of the first entry.
  private let numbers: [Path: Int]
  private let links: Links
  /// The outputs that have exceptions.
  private let exceptions: [StageID: [FilePattern]]

  init(nodes: some Sequence<Graph.Node>, links: Links) {
    var entries: [Entry] = []
    var numbers: [Path: Int] = [:]
    var exceptions: [StageID: [FilePattern]] = [:]
    numbers.reserveCapacity(nodes.underestimatedCount)
    for (index, node) in nodes.enumerated() {
      for output in node.outputs {
        let entry = Entry(
          place: links.place(of: output),
          isFolder: output.kind == .folder,
          maker: StageID(index)
        )
        if Self.makesSomething(entry), numbers[entry.place] == nil {
          numbers[entry.place] = entries.count
        }
        entries.append(entry)
        if !output.except.isEmpty { exceptions[entry.maker, default: []].append(output) }
      }
    }
    (self.entries, self.numbers, self.links) = (entries, numbers, links)
    self.exceptions = exceptions
  }

  /// False for an output that is the root, which would make every file and so hide other faults.
  private static func makesSomething(_ entry: Entry) -> Bool { entry.place != .root }

  func number(at place: Path) -> Int? { numbers[place] }

  /// Returns the stages that make something in an input folder or glob, in order of declaration.
  mutating func makers(of input: InputPattern) -> [StageID] {
    precondition(input.pattern.kind != .file)
    // The entries have real paths. Replace the real folder by the pattern's folder, which can be a link.
    let base = links.folder(input.pattern.path)
    var found: Set<StageID> = []
    for entry in entriesInside(base) {
      let suffix = entry.place.bytes.dropFirst(base.bytes.isEmpty ? 0 : base.bytes.count + 1)
      let path = input.pattern.path.appending(suffix)
      if entry.isFolder
        ? input.pattern.mayMatchInside(path) : input.pattern.matches(path)
      {
        found.insert(entry.maker)
      }
    }
    return found.union(makers(around: base).filter { !leavesOut(input.pattern.path, $0) }).sorted()
  }

  /// Returns the stages that make a file or a folder around it, in order of declaration.
  mutating func makers(ofFile path: Path) -> [StageID] {
    makers(around: links.file(path)).filter { !leavesOut(path, $0) }
  }

  /// Whether an exception of the maker's output folder says that it does not make the file or folder.
  private func leavesOut(_ path: Path, _ maker: StageID) -> Bool {
    exceptions[maker]?.contains { $0.leavesOut(path, isFolder: true) } ?? false
  }

  private func maker(at place: Path) -> StageID? {
    numbers[place].map { entries[$0].maker }
  }

  private mutating func makers(around place: Path) -> [StageID] {
    let found = place.parent.map { makers(aroundFolder: $0) } ?? []
    guard let maker = maker(at: place), !found.contains(maker) else { return found }
    return found.isEmpty ? [maker] : (found + [maker]).sorted()
  }

  private mutating func makers(aroundFolder folder: Path) -> [StageID] {
    if let known = around[folder] { return known }
    var found: Set<StageID> = []
    var path: Path? = folder
    while let here = path {
      if let maker = maker(at: here) { found.insert(maker) }
      path = here.parent
    }
    let makers = found.sorted()
    around[folder] = makers
    return makers
  }

  /// Returns the entries in a folder, which are adjacent in `sorted`.
  private mutating func entriesInside(_ folder: Path) -> ArraySlice<Entry> {
    if folder == .root { return sorted[...] }
    let prefix = Path(bytes: folder.bytes + [Path.slash])
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle].place < prefix { low = middle + 1 } else { high = middle }
    }
    return sorted[low...].prefix { $0.place.isInside(folder) }
  }
}
