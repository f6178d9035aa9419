package import PipelineDescription
package import PipelinePlanning
internal import PipelineSystem

/// Checks externals, upstream stages and files before the first script starts.
package struct StartCheck {
  let workspace: Workspace
  let records: Records
  let plan: Plan
  let selected: StageSet
  private let findProgram: (String, String?) -> Bool
  let startFault: (Script, String?) -> LaunchFault?
  var observer: Observer
  private let unchanged: UnchangedStages
  let known: KnownStages
  /// The stage that makes each output, by path; empty until a hint is needed.
  var makers: [String: String] = [:]
  /// Warnings that `obstacles` finds.
  private(set) var longGlobs: [Event.Warning] = []
  /// The number of missing files for which the check may still search for the nearest path.
  private var hintsLeft = 20
  /// The faults of scripts that were already checked, because many stages share a script.
  var startFaults: [StartKey: LaunchFault?] = [:]

  /// With the plan's `observer`, no file is looked at twice.
  ///
  /// `findProgram` takes a name and a search path, `startFault` a script with its real path and a search path.
  package init(
    workspace: Workspace,
    records: Records,
    plan: Plan,
    observer: Observer? = nil,
    unchanged: UnchangedStages = UnchangedStages(),
    known: KnownStages = KnownStages(),
    findProgram: @escaping (String, String?) -> Bool,
    startFault: @escaping (Script, String?) -> LaunchFault? = { _, _ in nil }
  ) {
    self.workspace = workspace
    self.records = records
    self.plan = plan
    self.unchanged = unchanged
    self.known = known
    self.findProgram = findProgram
    self.startFault = startFault
    selected = StageSet(plan.entries.lazy.map(\.stage), outOf: workspace.graph.nodes.count)
    self.observer = observer ?? Observer(workspace: workspace)
  }

  /// Returns every obstacle for the stages that will or may run, in the order of execution.
  package mutating func obstacles() -> [Obstacle] {
    var pending = StageSet(outOf: workspace.graph.nodes.count)
    var obstacles: [Obstacle] = []
    for entry in plan.entries where entry.verdict != .upToDate {
      let isReady = unchanged.isReady(entry.stage)
      obstacles += StepCheck(workspace, findProgram).obstacles(of: entry.stage)
      if !isReady {
        let node = workspace.graph.nodes[entry.stage]
        // Uses the stage in place, because a copy would cost more than everything else here.
        for external in node.stage.externals {
          if let obstacle = check(external, of: node.stage, pending) { obstacles.append(obstacle) }
        }
      }
      let before = obstacles.count
      obstacles += upstreamObstacles(of: entry.stage)
      // An upstream stage that has not run gets one obstacle, and its missing files get none.
      let absent = obstacles.count > before ? unselectedUpstream(of: entry.stage) : []
      if !isReady {
        obstacles += fileObstacles(of: entry.stage, pending) {
          pending.contains($0) || absent.contains($0)
        }
      } else {
        obstacles += startObstacles(ofReady: entry.stage, pending)
      }
      pending.insert(entry.stage)
    }
    return obstacles
  }

  private mutating func check(
    _ external: External,
    of declaring: Stage,
    _ pending: StageSet
  ) -> Obstacle? {
    let (text, place) = (external.text, external.place)
    let stage = declaring.name
    switch external.kind {
    case .program:
      let searchPath = workspace.searchPath(of: declaring)
      return findProgram(text, searchPath) || isMade(program: text, searchPath, by: pending)
        ? nil : .externalProgram(stage: stage, name: text, place: place)
    case .variable:
      return workspace.environment(of: declaring)[text] != nil
        ? nil : .externalVariable(stage: stage, name: text, place: place)
    case .folder:
      return trouble(at: text, as: .folder).map {
        .externalFolder(stage: stage, path: text, $0, place: place)
      }
    case .file:
      return trouble(at: text, as: .file).map {
        .externalFile(stage: stage, path: text, $0, place: place)
      }
    }
  }

  private mutating func trouble(at path: String, as kind: Stamp.Kind) -> Obstacle.Trouble? {
    observer.state(of: workspace.resolver.path(path)).trouble(as: kind)
  }

  private func unselectedUpstream(of stage: StageID) -> [StageID] {
    workspace.graph.upstream(of: stage).filter { !selected.contains($0) }
  }

  private mutating func upstreamObstacles(of stage: StageID) -> [Obstacle] {
    var obstacles: [Obstacle] = []
    for other in unselectedUpstream(of: stage) {
      let upstream = workspace.graph.nodes[other]
      guard let why = upstreamTrouble(upstream) else { continue }
      obstacles.append(
        .upstreamNotRun(
          stage: workspace.graph.name(of: stage),
          upstream: upstream.stage.name,
          why: why
        )
      )
    }
    return obstacles
  }

  private mutating func upstreamTrouble(_ upstream: Graph.Node) -> Obstacle.UpstreamTrouble? {
    let history = records.histories[upstream.stage.name]
    switch history?.lastAttempt {
    case .failed(let end): return end == .stopped ? .interrupted : .failed
    case .started: return .interrupted
    case .succeeded, nil: break
    }
    for file in observer.outputs(of: upstream).flatMap(\.files) where file.state.stamp == nil {
      return .outputMissing(file.path.text)
    }
    // Without a history, only outputs show that a stage ran. A stage without outputs counts as never run.
    return history == nil && upstream.outputs.isEmpty ? .neverRun : nil
  }

  private mutating func fileObstacles(
    of id: StageID,
    _ pending: StageSet,
    without isPending: (StageID) -> Bool
  ) -> [Obstacle] {
    let node = workspace.graph.nodes[id]
    let now = observer.read(by: id, without: isPending)
    let stage = node.stage.name
    var obstacles: [Obstacle] = []
    for file in now.scripts {
      let step = node.stage.steps.first { step in
        guard case .script(let script) = step else { return false }
        return workspace.resolver.path(script.path) == file.path
      }
      let place = step?.place
      guard let trouble = file.state.trouble(as: .file) else {
        obstacles += startObstacle(of: file.path, in: node.stage, pending).map { [$0] } ?? []
        continue
      }
      obstacles.append(
        .script(
          stage: stage,
          path: file.path.text,
          trouble,
          nearest: trouble == .missing ? nearest(to: file.path) : nil,
          place: place ?? node.stage.place
        )
      )
    }
    let inputs = Dictionary(firstOf: node.inputs.map { ($0.text, $0) })
    for set in now.inputs {
      guard let input = inputs[set.pattern] else { continue }
      obstacles += check(set, input, stage)
      noteLength(of: set, input, node.stage)
    }
    return obstacles
  }

  private mutating func noteLength(of set: FileSet, _ input: InputPattern, _ stage: Stage) {
    guard case .glob = input.pattern.kind, set.files.count > 1000 else { return }
    let texts = workspace.steps(of: stage).compactMap { step in
      if case .command(let text, _) = step { text } else { nil }
    }
    let limit = Launch.totalLimit
    if let bytes = GlobCheck.excess(of: set, in: texts, limit: limit) {
      longGlobs.append(
        .longGlob(stage: stage.name, pattern: set.pattern, bytes: bytes, limit: limit)
      )
    }
  }

  private mutating func check(_ set: FileSet, _ input: InputPattern, _ stage: String) -> [Obstacle]
  {
    if case .glob = input.pattern.kind, set.files.isEmpty {
      return [
        .emptyGlob(
          stage: stage,
          pattern: set.pattern,
          nearest: sameName(as: input.pattern)
            ?? (workspace.files.state(of: input.pattern.path) == .missing
              ? nearest(to: input.pattern.path) : nil),
          place: input.place
        )
      ]
    }
    return input.pattern.troubles(in: set).map { path, shown, trouble in
      .input(
        stage: stage,
        path: shown,
        trouble,
        nearest: trouble == .missing ? nearest(to: path) : nil,
        place: input.place
      )
    }
  }

  /// Returns the spelling of a file whose name is the text of a glob, brackets included.
  private func sameName(as glob: FilePattern) -> Obstacle.Nearest? {
    guard workspace.files.state(of: Path(glob.text)).stamp?.kind == .file else { return nil }
    return Obstacle.Nearest(path: PathText.escaped(glob.text), maker: nil)
  }

  /// Returns the path that the user probably meant: an output of some stage, or a file in the same folder.
  private mutating func nearest(to path: Path) -> Obstacle.Nearest? {
    // Many missing files usually have one cause, and each search is slow.
    guard hintsLeft > 0 else { return nil }
    hintsLeft -= 1
    fillMakers()
    var names = Array(makers.keys)
    if let folder = path.parent, let entries = try? workspace.files.entries(of: folder) {
      names += entries.prefix(10_000).map { folder.appending($0.name).text }
    }
    return nearestName(to: path.text, among: names.sorted()).map {
      Obstacle.Nearest(path: $0, maker: makers[$0])
    }
  }
}
