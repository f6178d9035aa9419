internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineSystem

extension Snapshot {
  /// Whether parameters and variables have the same values as when the snapshot was made.
  func holds(for workspace: Workspace) -> Bool {
    parameters == workspace.parameters.recipe
      && variables == Self.variables(inherited, in: workspace)
  }

  static func variables(
    _ names: [String],
    in workspace: Workspace
  ) -> [Recipe.Variable] {
    names.map { name in
      Recipe.Variable(name: name, value: workspace.environment[name], salt: workspace.salt)
    }
  }

  /// Sets the certainty of each stage with a changed file to `nothing`.
  func compare(
    _ certainties: inout StageTable<Certainty>,
    with workspace: Workspace,
    _ prefetch: Prefetch?
  ) {
    let stages = certainties.stages.filter { certainties[$0] != .nothing }
    let disk = workspace.files
    let changed = Self.different(in: stageFiles, of: stages, count: files.count) { wanted in
      prefetch?.changed ?? disk.changed(in: files, among: wanted)
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
      if isChanged { certainties[stage] = .nothing }
    }
  }

  /// Returns, for each file or set, whether one of `stages` names it and `find` returns its number.
  private static func different(
    in lists: NumberLists,
    of stages: [StageID],
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
    guard workspace.graph.stages.contains(set.stage) else { return nil }
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
