internal import PipelinePlanning
internal import PipelineSystem

/// What stands on the virtual disk.
struct VirtualTree {
  enum Node: Equatable {
    case file([UInt8], modified: Int64)
    case folder
    case link(String)
    case special
  }

  static let root = Path("/srv")

  /// By absolute path.
  private(set) var nodes: [Path: Node] = [root: .folder]
  private var children: [Path: Set<[UInt8]>] = [:]
  var now: Int64 = 1_700_000_000_000_000_000
  /// How coarse the disk's clock is, in nanoseconds.
  var granularity: Int64 = 1
  var writeCount = 0
  var failing = 0..<0
  var failure: Int32 = 0
  /// How many bytes the first append that fails still writes.
  var tornLength = 0
  /// How many links there are: without any, no path need be followed.
  private var linkCount = 0
  var obstructed: [Path: Int32] = [:]
  var unlistable: [Path: Int32] = [:]
  /// Folders that lie on disks of their own.
  var disks: [Path] = []

  /// The time that the disk gives to what is written now.
  var stamp: Int64 { now - now % granularity }

  func absolute(_ path: Path) -> Path {
    path == .root ? Self.root : path.isAbsolute ? path : Self.root.appending(path.bytes)
  }

  func relative(_ path: Path) -> Path {
    PathResolver(root: "/srv", home: nil).path(bytes: path.bytes)
  }

  func node(at path: Path) -> Node? { nodes[path] }

  /// What the failing append may still write; the ones after it write nothing.
  mutating func takeTornLength() -> Int {
    defer { tornLength = 0 }
    return tornLength
  }

  mutating func put(_ node: Node, at path: Path) {
    countLink(nodes[path], -1)
    countLink(node, 1)
    nodes[path] = node
    var path = path
    while let parent = path.parent, parent != path {
      let isNew = children[parent, default: []].insert(Array(path.name)).inserted
      if nodes[parent] == nil { nodes[parent] = .folder }
      if !isNew { return }
      path = parent
    }
  }

  mutating func remove(_ path: Path) {
    for name in children.removeValue(forKey: path) ?? [] { remove(path.appending(name)) }
    countLink(nodes[path], -1)
    nodes[path] = nil
    if let parent = path.parent { children[parent]?.remove(Array(path.name)) }
  }

  private mutating func countLink(_ node: Node?, _ change: Int) {
    if case .link = node { linkCount += change }
  }

  /// The paths of what lies in a folder, at any depth, without the folders.
  func filesInside(_ folder: Path) -> [Path] {
    var found: [Path] = []
    var open = [folder]
    while let here = open.popLast() {
      for name in children[here] ?? [] {
        let path = here.appending(name)
        if nodes[path] == .folder { open.append(path) } else { found.append(path) }
      }
    }
    return found
  }

  func isEmpty(_ folder: Path) -> Bool { children[folder]?.isEmpty ?? true }

  /// Gives what stands at a place another, with all that is in it.
  mutating func move(_ from: Path, to: Path) {
    guard let node = nodes[from] else { return }
    let inner = children[from] ?? []
    remove(to)
    put(node, at: to)
    for name in inner { move(from.appending(name), to: to.appending(name)) }
    remove(from)
  }

  /// Where the entry of a path stands: every link on the way is followed, but not the last.
  func place(of path: Path) -> Path {
    let path = absolute(path)
    if linkCount == 0 { return path }
    return path.parent.map { resolved($0).appending(path.name) } ?? path
  }

  /// Where a path leads when every link on the way is followed; links in a ring lead to nothing.
  func resolved(_ path: Path) -> Path { follow(path) ?? absolute(path) }

  /// Like `resolved`, and nil for links in a ring.
  private func follow(_ path: Path) -> Path? {
    if linkCount == 0 { return absolute(path) }
    var rest = absolute(path).components.reversed().map(Array.init)
    var here = Path("/")
    var hops = 0
    while let name = rest.popLast() {
      let next = here.appending(name)
      guard case .link(let text) = nodes[next] else {
        here = next
        continue
      }
      hops += 1
      if hops > 40 { return nil }
      let target = PathResolver(root: "/", home: nil)
        .path(bytes: text.hasPrefix("/") ? Array(text.utf8) : here.appending(text.utf8).bytes)
      rest += target.components.reversed().map(Array.init)
      here = Path("/")
    }
    return here
  }

  func state(of path: Path) -> FileState {
    let path = absolute(path)
    if let number = obstructed[path] { return .unreadable(SystemFault(number)) }
    guard let real = follow(path) else { return .unreadable(SystemFault(40)) }
    if let number = obstructed[real] { return .unreadable(SystemFault(number)) }
    var link: String?
    // Only the last component's own link counts.
    if linkCount > 0, let parent = path.parent, let folder = follow(parent),
      case .link(let text) = nodes[folder.appending(path.name)]
    {
      link = text
    }
    switch nodes[real] {
    case .file(let bytes, let modified):
      return .present(Stamp(size: Int64(bytes.count), modified: modified, link: link))
    case .folder: return .present(Stamp(kind: .folder, size: 0, modified: 0, link: link))
    case .special: return .present(Stamp(kind: .special, size: 0, modified: 0, link: link))
    case .link, nil: return .missing
    }
  }

  func entries(of folder: Path) -> Result<[FolderEntry], SystemFault> {
    guard let real = follow(folder) else { return .failure(SystemFault(40)) }
    if let number = unlistable[real] { return .failure(SystemFault(number)) }
    guard let node = nodes[real] else { return .failure(SystemFault(2)) }
    guard node == .folder else { return .failure(SystemFault(20)) }
    return .success(
      // In one order, so that a seed replays.
      (children[real] ?? []).sorted { $0.lexicographicallyPrecedes($1) }.compactMap { name in
        guard let node = nodes[real.appending(name)] else { return nil }
        return FolderEntry(name: name, kind: Self.kind(of: node))
      }
    )
  }

  static func kind(of node: Node) -> FolderEntry.Kind {
    switch node {
    case .file: .file
    case .folder: .folder
    case .link: .link
    case .special: .special
    }
  }
}
