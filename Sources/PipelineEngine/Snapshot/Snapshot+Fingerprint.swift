internal import PipelinePlanning
internal import PipelineSystem

extension Snapshot {
  /// Everything that a graph depends on; as long as it stays the same, so does the graph.
  struct Fingerprint: Sendable, Equatable {
    /// The build of the tool.
    var tool: String
    var root: Path
    /// The folder that `~` stands for.
    var home: Path?
    var manifest: ManifestIdentity
    var places: StagePlaces
    /// The folders of inputs and outputs, and all folders above these; none of the folders was a link.
    var folders = StampTable()
    var links: [KnownLink] = []
  }

  /// A folder behind a link, with its real path.
  struct KnownLink: Sendable, Equatable {
    var path: Path
    var real: Path
  }
}

extension Snapshot.Fingerprint {
  /// Nil if a folder cannot be fingerprinted; `realPaths` has the real path of each folder in the graph.
  init?(
    tool: String,
    manifest: ManifestIdentity,
    places: StagePlaces,
    realPaths: [Path: Path],
    resolver: PathResolver,
    files: any FileSystem
  ) {
    self.tool = tool
    self.manifest = manifest
    root = resolver.root
    home = resolver.home
    self.places = places
    // A folder keeps its real path only while no folder above it becomes a link.
    var plain: Set<Path> = []
    for (path, real) in realPaths {
      if path != real { links.append(Snapshot.KnownLink(path: path, real: real)) }
      var folder = path == real ? path : nil
      while let here = folder, here != .root, plain.insert(here).inserted { folder = here.parent }
    }
    links.sort { $0.path < $1.path }
    guard let folders = Self.look(at: plain.sorted(), files) else { return nil }
    self.folders = folders
  }

  /// Updates the states of the folders, because the run may have created some; nil if a folder is now a link
  /// or unreadable, or if a link leads elsewhere.
  func renewed(_ files: any FileSystem) -> Snapshot.Fingerprint? {
    var fingerprint = self
    let paths = (0..<folders.count).map(folders.path(of:))
    guard let folders = Self.look(at: paths, files), linksHold(files) else { return nil }
    fingerprint.folders = folders
    return fingerprint
  }

  /// Nil if a folder is a link or unreadable; `paths` has all parents, so no folder is behind a link either.
  private static func look(at paths: [Path], _ files: any FileSystem) -> StampTable? {
    var folders = StampTable()
    for path in paths {
      let state = files.state(of: path)
      guard StampTable.holds(state) else { return nil }
      folders.append(path, state)
    }
    return folders
  }

  private func linksHold(_ files: any FileSystem) -> Bool {
    links.allSatisfy { files.realPath(of: $0.path) == $0.real }
  }

  func holds(
    tool: String,
    manifest: ManifestIdentity,
    resolver: PathResolver,
    files: any FileSystem
  ) -> Bool {
    self.tool == tool && self.manifest == manifest && root == resolver.root
      && home == resolver.home
      && files.changed(in: folders, among: Array(0..<folders.count)).isEmpty
      && linksHold(files)
  }
}

extension Snapshot.Fingerprint {
  init?(from reader: inout ByteReader) {
    guard let tool = reader.text(), let root = reader.bytes(),
      let home = reader.optional({ $0.bytes() }), let length: Int = reader.integer(),
      let hash = reader.fixed64(), let starts: [Int32] = reader.numbers(),
      let ends: [Int32] = reader.numbers(), let lines: [Int32] = reader.numbers(),
      let list: [Int32] = reader.numbers(), list.count == 2, list[0] <= list[1],
      let files = reader.list({ $0.text() }),
      let folders = reader.table(),
      let links = reader.list({ reader -> Snapshot.KnownLink? in
        guard let path = reader.bytes(), let real = reader.bytes() else { return nil }
        return Snapshot.KnownLink(path: Path(bytes: path), real: Path(bytes: real))
      })
    else { return nil }
    self.tool = tool
    self.root = Path(bytes: root)
    self.home = home.map { Path(bytes: $0) }
    manifest = ManifestIdentity(length: length, hash: hash)
    guard
      let places = StagePlaces(
        starts: starts,
        ends: ends,
        lines: lines,
        list: list[0]..<list[1],
        files: files,
        in: length
      )
    else { return nil }
    self.places = places
    (self.folders, self.links) = (folders, links)
  }

  func write(to writer: inout ByteWriter) {
    writer.text(tool)
    writer.bytes(root.bytes)
    writer.optional(home) { $1.bytes($0.bytes) }
    writer.integer(manifest.length)
    writer.fixed(manifest.hash)
    for column in [places.starts, places.ends, places.lines] { writer.numbers(column) }
    writer.numbers([places.list.lowerBound, places.list.upperBound])
    writer.list(places.files) { $1.text($0) }
    writer.table(folders)
    writer.list(links) { link, writer in
      writer.bytes(link.path.bytes)
      writer.bytes(link.real.bytes)
    }
  }
}
