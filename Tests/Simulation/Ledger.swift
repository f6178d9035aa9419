import PipelinePlanning
import PipelineTestSupport

/// What the simulation remembers of each stage by itself, apart from the records of the engine.
struct Ledger {
  /// A file as it was.
  struct File: Equatable {
    var text: String
    var modified: Int64
  }

  /// What a stage was told, read and wrote when it last succeeded.
  struct Known {
    var told: [String]
    var read: [String: File]
    var outputs: [String: File]
    /// For each upstream stage that no file connects: the run of its last success.
    var upstream: [String: String]
    var run: String
    /// Whether the record has the digests of the files: a stage that went by time has none.
    var hasDigests: Bool
  }

  /// By the name of the stage; none where it is not certain.
  private(set) var known: [String: Known] = [:]
  /// The ids of stages whose outputs somebody has accepted as they are, or the first run took as they were.
  private(set) var taken: Set<Int> = []
  /// Those that ever were.
  private var everTaken: Set<Int> = []
  /// How many starts were judged, and how many of them were needless.
  var judged = 0
  var needless = 0

  /// Forgets what is known of a stage.
  mutating func forget(_ name: String) { known[name] = nil }

  /// Forgets what is known of all stages: the records were damaged.
  ///
  /// Where they were cut, what was accepted once may count again.
  mutating func forgetAll() {
    known = [:]
    taken.formUnion(everTaken)
  }

  /// The outputs of a stage were taken as they are.
  mutating func take(_ stage: StageSpec) {
    taken.insert(stage.id)
    everTaken.insert(stage.id)
    forget(stage.name)
  }

  /// The outputs of a stage no longer count as taken.
  mutating func release(_ stage: StageSpec) { taken.remove(stage.id) }

  /// A script was started: what was known of the stage no longer counts.
  mutating func noteStart(of stage: StageSpec) {
    forget(stage.name)
    release(stage)
  }

  /// Notes that a stage has succeeded, or was taken as it stands.
  mutating func note(
    _ stage: StageSpec,
    _ spec: PipelineSpec,
    run: String,
    disk: [String: File],
    variable: (String) -> String?
  ) {
    known[stage.name] = Known(
      told: Self.told(stage, spec, variable),
      read: Self.read(stage, disk),
      outputs: Self.outputs(stage, disk),
      upstream: upstream(of: stage, spec),
      run: run,
      hasDigests: spec.isByContent(stage)
    )
  }

  /// Why a stage must run; nil where it need not.
  ///
  /// What it has written is looked up on the disk as it was before the run, what it reads as it is after it.
  func need(
    of stage: StageSpec,
    _ spec: PipelineSpec,
    before: [String: File],
    after: [String: File],
    variable: (String) -> String?
  ) -> String? {
    guard let known = known[stage.name] else { return "nothing is known of it" }
    if known.told != Self.told(stage, spec, variable) { return "it is told something else" }
    let isSame =
      spec.isByContent(stage) && known.hasDigests ? Self.sameTexts : Self.sameFiles
    if !isSame(known.read, Self.read(stage, after)) { return "it reads something else" }
    if !isSame(known.outputs, Self.outputs(stage, before)) { return "its outputs are others" }
    let now = upstream(of: stage, spec)
    if known.upstream != now || now.values.contains("none") { return "a stage before it ran" }
    return nil
  }

  /// Whether a stage before it that no file connects has certainly run since the stage last succeeded.
  func isBehindUpstream(_ stage: StageSpec, _ spec: PipelineSpec) -> Bool {
    guard let known = known[stage.name] else { return false }
    let now = upstream(of: stage, spec)
    return now != known.upstream && now.keys == known.upstream.keys
      && !now.values.contains("none") && !known.upstream.values.contains("none")
  }

  private func upstream(of stage: StageSpec, _ spec: PipelineSpec) -> [String: String] {
    var runs: [String: String] = [:]
    for other in spec.upstream(of: stage) where !spec.connects(other, stage) {
      runs[other.name] = known[other.name]?.run ?? "none"
    }
    return runs
  }

  private static func told(
    _ stage: StageSpec,
    _ spec: PipelineSpec,
    _ variable: (String) -> String?
  ) -> [String] {
    // The declarations themselves are told, too, in any order.
    PureWork.told(stage, level: spec.level, variable: variable)
      + stage.inputs.sorted() + stage.except + ["/"] + stage.outputs.sorted()
  }

  private static func read(_ stage: StageSpec, _ disk: [String: File]) -> [String: File] {
    let files = PureWork.Files(
      text: { disk[$0]?.text },
      inside: { folder in
        disk.keys.filter { $0.hasPrefix(folder + "/") }
      }
    )
    var read: [String: File] = [:]
    for file in PureWork.read(stage, files) { read[file.path] = disk[file.path] }
    return read
  }

  static func outputs(_ stage: StageSpec, _ disk: [String: File]) -> [String: File] {
    let patterns = stage.outputs.map { Pattern($0) }
    return disk.filter { file in patterns.contains { $0.matches(file.key) } }
  }

  private static func sameFiles(_ one: [String: File], _ other: [String: File]) -> Bool {
    one == other
  }

  private static func sameTexts(_ one: [String: File], _ other: [String: File]) -> Bool {
    one.mapValues(\.text) == other.mapValues(\.text)
  }
}
