internal import PipelineDescription
package import PipelinePlanning
internal import PipelineSystem

/// Observes the disk and the environment for one stage at a time; looks at each file only once.
package struct Observer {
  private let workspace: Workspace
  private let scanner: FileScanner
  private var states: [Path: FileState] = [:]
  private var sets: [[UInt8]: FileSet] = [:]
  package private(set) var digests: DigestTable

  package init(workspace: Workspace, digests: DigestTable = DigestTable()) {
    self.workspace = workspace
    self.digests = digests
    scanner = FileScanner(files: workspace.files)
  }

  /// Looks at all files of `stages` in one call, except inputs that a stage makes and could still change.
  mutating func look(atFilesOf stages: [StageID]) {
    var paths: [Path] = []
    var sources: Set<Path> = []
    for stage in stages {
      let node = workspace.graph.nodes[stage]
      paths += node.distinctOutputs.filter { $0.kind == .file }.map(\.path)
      let count = node.scripts.count + node.inputs.count
      let sourcePositions = workspace.graph.edges.positions(in: stage, outOf: count) { _ in true }
      for position in sourcePositions {
        guard let path = node.file(at: position), sources.insert(path).inserted else { continue }
        paths.append(path)
      }
    }
    states.reserveCapacity(states.count + paths.count)
    for (path, state) in zip(paths, workspace.files.states(of: paths)) { states[path] = state }
  }

  /// Forgets the states of files, which may have changed because a script ran or time has passed.
  package mutating func forget() {
    states.removeAll(keepingCapacity: true)
    sets.removeAll(keepingCapacity: true)
  }

  /// Observes a stage, but leaves out the files that a pending stage will make.
  package mutating func observe(
    _ stage: StageID,
    without isPending: (StageID) -> Bool = { _ in false },
    histories: Histories
  ) -> Observation {
    let node = workspace.graph.nodes[stage]
    var observation = Observation(recipe: workspace.recipe(of: node))
    (observation.scripts, observation.inputs) = read(by: stage, without: isPending)
    observation.outputs = outputs(of: node)
    observation.upstream = workspace.upstreamRuns(of: stage, histories)
    if workspace.isJudgedByContent(node.stage) {
      digests.readRecords()
      observation.takeDigests(digests.digest)
    }
    return observation
  }

  mutating func read(
    by stage: StageID,
    without isPending: (StageID) -> Bool
  ) -> (scripts: [ObservedFile], inputs: [FileSet]) {
    let node = workspace.graph.nodes[stage]
    let count = node.scripts.count + node.inputs.count
    var scripts: [ObservedFile] = []
    var inputs: [FileSet] = []
    for position in workspace.graph.edges.positions(
      in: stage,
      outOf: count,
      madeByNone: isPending
    ) {
      if position < node.scripts.count {
        scripts.append(ObservedFile(node.scripts[position], state(of: node.scripts[position])))
      } else {
        let input = node.inputs[position - node.scripts.count]
        inputs.append(set(of: input, apartFrom: node.outputs))
      }
    }
    return (scripts, inputs)
  }

  mutating func note(_ files: [ObservedFile]) {
    for file in files { digests.note(file) }
  }

  /// Reads files on this thread, however long that takes, and adds their digests to the observation.
  mutating func read(_ wanted: [ObservedFile], for observation: inout Observation) {
    guard !wanted.isEmpty else { return }
    for var file in wanted {
      file.digest = ContentReader.digest(of: file, in: workspace.files)
      digests.note(file)
    }
    observation.takeDigests(digests.digest)
  }

  package mutating func outputs(of node: Graph.Node) -> [FileSet] {
    node.distinctOutputs.map { output in
      if output.kind == .file {
        return FileSet(
          pattern: output.text,
          files: [ObservedFile(output.path, state(of: output.path))]
        )
      }
      return scanner.set(of: output)
    }
  }

  package mutating func state(of path: Path) -> FileState {
    if let known = states[path] { return known }
    let state = workspace.files.state(of: path)
    states[path] = state
    return state
  }

  private mutating func set(of input: InputPattern, apartFrom own: [FilePattern]) -> FileSet {
    if input.pattern.kind == .file {
      let path = input.pattern.path
      return FileSet(pattern: input.text, files: [ObservedFile(path, state(of: path))])
    }
    let excluded = own.filter { input.reads($0) }
    let key = input.lookKey(apartFrom: excluded)
    if let known = sets[key] { return known }
    let set = scanner.set(of: input, apartFrom: excluded)
    sets[key] = set
    return set
  }
}

extension InputPattern {
  /// Returns a key for this pattern; stages with the same key share one look at the disk.
  func lookKey(apartFrom excluded: [FilePattern]) -> [UInt8] {
    Array(([text] + excluded.map(\.text)).joined(separator: "\u{0}").utf8)
  }
}

extension Graph.Node {
  /// Positions count the scripts first, then the inputs; nil for a folder or a glob.
  fileprivate func file(at position: Int) -> Path? {
    if position < scripts.count { return scripts[position] }
    let pattern = inputs[position - scripts.count].pattern
    return pattern.kind == .file ? pattern.path : nil
  }
}
