internal import PipelinePlanning
internal import PipelineSystem

extension Snapshot {
  /// What a graph stands on: while this is the same, the same graph comes of it.
  struct Fingerprint: Sendable, Equatable {
    /// Which build of the tool.
    var tool: String
    /// The root, absolute.
    var root: Path
    /// What `~` stands for.
    var home: Path?
    var manifest: ManifestIdentity
    /// Where the stages stand in its text.
    var places: StagePlaces
    /// The folders of inputs and outputs, and those above them: each was itself, and no link.
    var folders = StampTable()
    /// Folders behind links, and where they really are.
    var links: [KnownLink] = []
  }

  /// A folder behind a link, and where it really is.
  struct KnownLink: Sendable, Equatable {
    var path: Path
    var real: Path
  }
}

extension Snapshot.Fingerprint {
  /// Notes what a graph was made of; nil where a folder is what no snapshot can tell again.
  ///
  /// - Parameters:
  ///   - tool: Which build of the tool.
  ///   - manifest: The manifest.
  ///   - places: Where the stages stand in it.
  ///   - realPaths: The folders of which it was asked where they really are, with the answers.
  ///   - resolver: Knows the root.
  ///   - files: The disk.
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
    // Whether a folder is itself depends on those above it, too.
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

  /// The same fingerprint after a run, which may have made folders; nil where it is another by now.
  func renewed(_ files: any FileSystem) -> Snapshot.Fingerprint? {
    var fingerprint = self
    let paths = (0..<folders.count).map(folders.path(of:))
    guard let folders = Self.look(at: paths, files), linksHold(files) else { return nil }
    fingerprint.folders = folders
    return fingerprint
  }

  /// What stands at folders, none of which may be a link, or behind one: those above are among them.
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

  /// Whether the same graph would come of what there is now.
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
