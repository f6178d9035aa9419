internal import PipelinePlanning
internal import PipelineSystem

/// The facts known at the end of a run, stored so that the next run need not find them out again.
///
/// The snapshot is only a cache; the manifest, the records and the disk are the truth. It holds
/// conclusions from them, which are valid only while each of them is the same (docs/design.md,
/// "Nothing to do"). Where it is not valid, the runner works as if there were none. With a snapshot,
/// a run with nothing to do costs little more than one look at each file. It parses no manifest,
/// builds no graph and reads no record.
struct Snapshot: Sendable, Equatable {
  /// The state of a stage that is certain while its files are unchanged.
  enum Certainty: UInt8 {
    case nothing
    case upToDate
    /// Up to date, and the check before a start finds no obstacle.
    case upToDateAndReady
  }

  /// A folder or a glob that a stage names, and the files that it matched.
  struct KnownSet: Sendable, Equatable {
    var stage: StageID
    /// Its position among the distinct outputs of the stage, or among its inputs.
    var position: Int
    var isOutput: Bool
    var files: [ObservedFile]
  }

  var fingerprint: Fingerprint
  /// The parameters with their values.
  var parameters: [Recipe.Parameter] = []
  /// The names of the variables that stages take from the environment.
  var inherited: [String] = []
  /// These variables, with the digests of their values.
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

  /// The single files that covered stages name, except those behind links.
  var files = StampTable()
  /// For each stage, the numbers of its files in `files`.
  var stageFiles = NumberLists()
  /// The single files behind links, which are checked one by one.
  var linkedFiles: [ObservedFile] = []
  /// For each stage, the numbers of its files in `linkedFiles`.
  var stageLinks = NumberLists()
  var sets: [KnownSet] = []
  /// For each stage, the numbers of its sets in `sets`.
  var stageSets = NumberLists()
  /// For each stage, the state that is certain while all its files are as recorded here.
  var certainties = StageTable<Certainty>()

  init(on fingerprint: Fingerprint) {
    self.fingerprint = fingerprint
  }

  static let path = Workspace.stateFolder.appending("snapshot".utf8)

  /// Reads the snapshot of a root; nil if there is no whole one.
  init?(reading files: any FileSystem) {
    // Anything may lie at this path. Reading it must cost no more than a snapshot of the largest
    // pipeline.
    guard let stamp = files.state(of: Self.path).stamp, stamp.kind == .file, stamp.link == nil,
      stamp.size < 1 << 31,
      files.bytes(of: Self.path, from: 0, count: Self.header.count) == Self.header,
      let bytes = try? files.contents(of: Self.path)
    else { return nil }
    self.init(bytes: bytes)
  }

  /// Returns the graph; `make` creates the node of a stage when it is needed.
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
