/// Who makes which file: finds the stages whose outputs a stage reads, without comparing all with all.
struct OutputTable: Sendable {
  /// An output and where it really lies.
  struct Entry: Sendable {
    var place: Path
    var isFolder: Bool
    var maker: StageID
  }

  /// Every output, stage by stage as they are declared.
  let entries: [Entry]
  /// The same in byte order of their places, once somebody asks for what lies in a folder.
  private lazy var sorted = entries.filter(Self.makesSomething).sorted { $0.place < $1.place }
  /// Who makes a folder or one around it, as far as was asked: most files lie in few folders.
  private var around: [Path: [StageID]] = [:]
  /// By place, the number of the entry that declares it first.
  private let numbers: [Path: Int]
  private let links: Links

  init(nodes: some Sequence<Graph.Node>, links: Links) {
    var entries: [Entry] = []
    var numbers: [Path: Int] = [:]
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
      }
    }
    (self.entries, self.numbers, self.links) = (entries, numbers, links)
  }

  /// The root as an output is a fault told elsewhere; as a maker of everything it would hide others.
  private static func makesSomething(_ entry: Entry) -> Bool { entry.place != .root }

  /// The number of the first entry that is just this, and not only something around it.
  func number(at place: Path) -> Int? { numbers[place] }

  /// The stages that make something of what a folder or a glob names, in order of declaration.
  mutating func makers(of input: InputPattern) -> [StageID] {
    precondition(input.pattern.kind != .file)
    // What lies below the pattern's folder, under the name by which the pattern reaches it.
    let base = links.folder(input.pattern.path)
    var found: Set<StageID> = []
    for entry in entriesInside(base) {
      let suffix = entry.place.bytes.dropFirst(base.bytes.isEmpty ? 0 : base.bytes.count + 1)
      let path = input.pattern.path.appending(suffix)
      if entry.isFolder ? input.mayMatchInside(path) : input.matches(path) {
        found.insert(entry.maker)
      }
    }
    return found.union(makers(around: base)).sorted()
  }

  /// The stages that make a file, or a folder around it, in order of declaration.
  mutating func makers(ofFile path: Path) -> [StageID] {
    makers(around: links.file(path))
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

  /// The outputs in a folder: one run of the sorted entries.
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
