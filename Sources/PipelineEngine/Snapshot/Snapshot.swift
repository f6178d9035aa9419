internal import PipelinePlanning
internal import PipelineSystem

/// The facts known at the end of a run, stored so that the next run need not find them out again.
///
/// The snapshot is only a cache of conclusions from the manifest, the records and the disk. It is valid
/// only while each of these is the same (docs/design.md, "Nothing to do"). Otherwise the runner works as
/// if there were none. With a valid snapshot, a run with nothing to do costs little more than one look at
/// each file, because it parses no manifest, builds no graph and reads no record.
struct Snapshot: Sendable, Equatable {
  /// The state of a stage that is certain as long as its files are unchanged.
  enum Certainty: UInt8 {
    case nothing
    case upToDate
    /// Up to date, and `StartCheck` finds no obstacle.
    case upToDateAndReady
  }

  /// A folder or a glob that a stage names, and the files that it matched.
  struct KnownSet: Sendable, Equatable {
    var stage: StageID
    /// The position among the stage's distinct outputs (if `isOutput`) or among its inputs.
    var position: Int
    var isOutput: Bool
    var files: [ObservedFile]
  }

  var fingerprint: Fingerprint
  var parameters: [Recipe.Parameter] = []
  /// The names of the variables that stages take from the environment.
  var inherited: [String] = []
  /// The `inherited` variables, with the digests of their values.
  var variables: [Recipe.Variable] = []

  var graphName = ""
  var names: [String] = []
  var order: [Int32] = []
  var upstream = NumberLists()
  var reads = NumberLists()
  var makerLists = NumberLists()
  /// The resources that only one stage at a time may use.
  var exclusives: [String] = []

  var records = RecordIndex()

  /// The single files that covered stages (see `SnapshotMaker`) name, except those behind links.
  var files = StampTable()
  /// For each stage, the positions of its files in `files`; `stageLinks` and `stageSets` work alike.
  var stageFiles = NumberLists()
  /// The single files behind links, which are checked one by one.
  var linkedFiles: [ObservedFile] = []
  var stageLinks = NumberLists()
  var sets: [KnownSet] = []
  var stageSets = NumberLists()
  var certainties = StageTable<Certainty>()

  init(on fingerprint: Fingerprint) {
    self.fingerprint = fingerprint
  }

  static let path = Workspace.stateFolder.appending("snapshot".utf8)

  init?(reading files: any FileSystem) {
    // Any file may lie at this path, so its size is limited to that of the largest pipeline's snapshot.
    guard let stamp = files.state(of: Self.path).stamp, stamp.kind == .file, stamp.link == nil,
      stamp.size < 1 << 31,
      files.bytes(of: Self.path, from: 0, count: Self.header.count) == Self.header,
      let bytes = try? files.contents(of: Self.path)
    else { return nil }
    self.init(bytes: bytes)
  }

  /// `make` creates the node of a stage when it is needed.
  func graph(make: @escaping @Sendable (StageID) -> Graph.Node) -> Graph {
    Graph(
      name: graphName,
      names: names,
      nodes: NodeList(count: names.count, make: make),
      edges: GraphEdges(upstream: upstream, reads: reads, makerLists: makerLists),
      order: order.map { StageID(Int($0)) },
      exclusives: exclusives
    )
  }
}
