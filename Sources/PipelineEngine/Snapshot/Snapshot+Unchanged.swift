internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineSystem

/// For each stage, whether it is certain that it is up to date, as long as nothing before it runs.
struct UnchangedStages: Sendable {
  private var covers: [Snapshot.Cover] = []

  /// Nothing is certain.
  init() {}

  init(_ covers: [Snapshot.Cover]) {
    self.covers = covers
  }

  func contains(_ stage: Int) -> Bool { cover(of: stage) != .nothing }

  /// Whether nothing that is checked before a start stands in the way of a stage.
  func isReady(_ stage: Int) -> Bool { cover(of: stage) == .upToDateAndReady }

  private func cover(of stage: Int) -> Snapshot.Cover {
    covers.isEmpty ? .nothing : covers[stage]
  }
}

extension Workspace {
  /// Looks which stages are as the snapshot has them.
  ///
  /// That a stage of these is up to date needs no further look: nothing that the rule goes by is other
  /// than when the rule found so. Of all others nothing is said.
  ///
  /// - Parameters:
  ///   - selected: The stages that matter.
  ///   - histories: What is remembered of the stages now.
  /// - Returns: Those of which it is certain.
  func unchanged(among selected: Set<Int>, _ histories: Histories) -> UnchangedStages {
    guard let snapshot = believedSnapshot(histories) else { return UnchangedStages() }
    var covers = snapshot.covers
    for index in covers.indices where !selected.contains(index) { covers[index] = .nothing }
    for index in stages(touchedBy: histories.news) { covers[index] = .nothing }
    snapshot.compare(&covers, with: self, early: trustedLook(histories))
    return UnchangedStages(covers)
  }

  /// The early look, where nothing that takes part in a run can have changed a file since.
  ///
  /// What is left of an attempt that came to no end may have, before it was ended and undone.
  private func trustedLook(_ histories: Histories) -> EarlyLook? {
    guard let earlyLook, earlyLook.holds(foundLock, files) else { return nil }
    let isAnyOpen = histories.unfinished.values.contains { history in
      if case .started = history.lastAttempt { true } else { false }
    }
    return isAnyOpen ? nil : earlyLook
  }

  /// The snapshot, where it was made of these records, and stages are told the same as then.
  func believedSnapshot(_ histories: Histories) -> Snapshot? {
    guard let snapshot, histories.base != nil, snapshot.holds(for: self) else { return nil }
    return snapshot
  }

  /// The covered stages of which there is no news: their records name what they declare, and nothing
  /// that they made before.
  func coveredNames(_ histories: Histories) -> Set<String> {
    guard let snapshot = believedSnapshot(histories) else { return [] }
    let covered = graph.nodes.indices.filter { snapshot.covers[$0] != .nothing }
    return Set(covered.map { graph.name(of: $0) }).subtracting(histories.news)
  }

  /// The stages of which there is news, and those that wait for one of them by its name alone.
  private func stages(touchedBy news: some Collection<String>) -> Set<Int> {
    if news.isEmpty { return [] }
    let names = Set(news)
    let touched = graph.nodes.indices.filter { names.contains(graph.name(of: $0)) }
    var stages = Set(touched)
    for index in touched {
      for other in graph.downstream(of: index)
      where graph.unconnectedUpstream(of: other).contains(index) { stages.insert(other) }
    }
    return stages
  }
}

extension Snapshot {
  /// Whether stages are told the same as when it was made.
  fileprivate func holds(for workspace: Workspace) -> Bool {
    parameters == workspace.parameters.recipe
      && variables == Self.variables(inherited, in: workspace.environment)
  }

  /// What variables are worth in an environment, by their digests.
  static func variables(
    _ names: [String],
    in environment: [String: String]
  ) -> [Recipe.Variable] {
    names.map { Recipe.Variable(name: $0, value: environment[$0]) }
  }

  /// Takes out of some stages those of which a file is no longer as it was.
  fileprivate func compare(
    _ covers: inout [Cover],
    with workspace: Workspace,
    early: EarlyLook?
  ) {
    let stages = covers.indices.filter { covers[$0] != .nothing }
    let disk = workspace.files
    let changed = Self.different(in: stageFiles, of: stages, count: files.count) { wanted in
      early?.changed ?? disk.changed(in: files, among: wanted)
    }
    let changedLinks = Self.different(in: stageLinks, of: stages, count: linkedFiles.count) {
      $0.filter { disk.state(of: linkedFiles[$0].path) != linkedFiles[$0].state }
    }
    let scanner = FileScanner(files: disk)
    let changedSets = Self.different(in: stageSets, of: stages, count: sets.count) {
      $0.filter { look(at: sets[$0], workspace, scanner) != sets[$0].files }
    }
    for stage in stages {
      let isChanged =
        stageFiles[stage].contains { changed[$0] }
        || stageLinks[stage].contains { changedLinks[$0] }
        || stageSets[stage].contains { changedSets[$0] }
      if isChanged { covers[stage] = .nothing }
    }
  }

  /// For each number, whether it is among those that some stages name and that are found to differ.
  private static func different(
    in lists: NumberLists,
    of stages: [Int],
    count: Int,
    find: ([Int]) -> [Int]
  ) -> [Bool] {
    var isWanted = Array(repeating: false, count: count)
    for stage in stages {
      for number in lists[stage] { isWanted[number] = true }
    }
    var isDifferent = Array(repeating: false, count: count)
    for number in find(isWanted.indices.filter { isWanted[$0] }) { isDifferent[number] = true }
    return isDifferent
  }

  private func look(
    at set: KnownSet,
    _ workspace: Workspace,
    _ scanner: FileScanner
  ) -> [ObservedFile]? {
    guard workspace.graph.nodes.indices.contains(set.stage) else { return nil }
    let node = workspace.graph.nodes[set.stage]
    if set.isOutput {
      let outputs = node.distinctOutputs
      return outputs.indices.contains(set.position)
        ? scanner.set(of: outputs[set.position]).files : nil
    }
    guard node.inputs.indices.contains(set.position) else { return nil }
    let input = node.inputs[set.position]
    return scanner.set(of: input, apartFrom: node.outputs.filter { input.reads($0) }).files
  }
}
