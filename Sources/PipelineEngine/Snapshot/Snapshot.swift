internal import PipelinePlanning
internal import PipelineSystem

/// A cache of conclusions from the manifest, the records and the disk, written at the end of a run.
///
/// It is valid only while each of these is the same (docs/design.md, "Nothing to do"). With it, a run with
/// nothing to do is fast, because it parses no manifest, builds no graph, reads no record, and looks at each
/// file once.
struct Snapshot: Sendable, Equatable {
  /// The state that a stage certainly has as long as its files are unchanged.
  enum Certainty: UInt8 {
    case nothing
    case upToDate
    /// Up to date, and `StartCheck` finds no obstacle.
    case upToDateAndReady
  }

  /// A folder or a glob that a stage names, and the files that it matched.
  struct KnownSet: Sendable, Equatable {
    var stage: StageID
    /// The index among the stage's distinct outputs if `isOutput`, otherwise among its inputs.
    var position: Int
    var isOutput: Bool
    var files: [ObservedFile]
  }

  var fingerprint: Fingerprint
  var parameters: [Recipe.Parameter] = []
  /// The variables that stages take from the environment; `variables` has the digests of their values.
  var inherited: [String] = []
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

  /// The single files of the stages that are up to date by their records, except files behind links.
  var files = StampTable()
  /// For each stage, its positions in `files`; `stageLinks` refers to `linkedFiles`, `stageSets` to `sets`.
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
    // A user may have put any file here, so its size is limited to that of the largest pipeline's snapshot.
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
