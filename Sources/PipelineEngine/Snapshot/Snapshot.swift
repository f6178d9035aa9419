internal import PipelinePlanning
internal import PipelineSystem

/// What the last run knew when it ended, kept so that the next need not find it out again.
///
/// A cache, and never the truth: that is the manifest, the records and the disk. It says what followed
/// from them when it was made, and holds only as long as each of them is still the same (docs/design.md, "Nothing to do"). Whatever it does not hold for is found out
/// as if there were none. With it "nothing to do" costs little more than asking the disk about each file:
/// no manifest is parsed, no graph built, no record read.
struct Snapshot: Sendable, Equatable {
  /// What is known of a stage as long as its files stay as they are.
  enum Certainty: UInt8 {
    case nothing
    case upToDate
    /// And nothing that is checked before a start stands in its way.
    case upToDateAndReady
  }

  /// A folder or a glob that some stage names, and the files that it then stood for.
  struct KnownSet: Sendable, Equatable {
    /// The stage that names it.
    var stage: Int
    /// Its position among the distinct outputs of the stage, or among the inputs.
    var position: Int
    var isOutput: Bool
    var files: [ObservedFile]
  }

  var fingerprint: Fingerprint
  /// What each parameter was.
  var parameters: [Recipe.Parameter] = []
  /// The names of the variables that stages take from the environment.
  var inherited: [String] = []
  /// What they were.
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

  /// Every file that covered stages name.
  var files = StampTable()
  /// For each stage its numbers in `files`.
  var stageFiles = NumberLists()
  /// The files of them that are reached by links: these are asked about one by one.
  var linkedFiles: [ObservedFile] = []
  /// For each stage its numbers in `linkedFiles`.
  var stageLinks = NumberLists()
  var sets: [KnownSet] = []
  /// For each stage its numbers in `sets`.
  var stageSets = NumberLists()
  /// For each stage what holds as long as all its files are as they are here, as a `Certainty`.
  var certainties: [Certainty] = []

  init(on fingerprint: Fingerprint) {
    self.fingerprint = fingerprint
  }

  /// The snapshot's file.
  static let path = Workspace.stateFolder.appending("snapshot".utf8)

  /// Reads the snapshot of a root; nil where there is none that is whole.
  init?(reading files: any FileSystem) {
    // Whatever lies there, reading it must cost no more than a snapshot of the largest pipeline.
    guard let stamp = files.state(of: Self.path).stamp, stamp.kind == .file, stamp.link == nil,
      stamp.size < 1 << 31,
      files.bytes(of: Self.path, from: 0, count: Self.header.count) == Self.header,
      let bytes = try? files.contents(of: Self.path)
    else { return nil }
    self.init(bytes: bytes)
  }

  /// The graph, of which a stage is made only when somebody asks for it.
  func graph(make: @escaping @Sendable (StageID) -> Graph.Node) -> Graph {
    Graph(
      name: graphName,
      names: names,
      nodes: NodeList(count: names.count, make: make),
      edges: GraphEdges(upstream: upstream, reads: reads, makerLists: makerLists),
      order: order.map { Int($0) },
      exclusives: exclusives
    )
  }
}
