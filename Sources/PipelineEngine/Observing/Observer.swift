internal import PipelineDescription
package import PipelinePlanning
internal import PipelineSystem

/// Observes the disk and the environment for one stage at a time; looks at each file only once.
package struct Observer {
  private let workspace: Workspace
  private let scanner: FileScanner
  private var states: [Path: FileState] = [:]
  private var sets: [[UInt8]: FileSet] = [:]
  /// The known digests of files.
  package private(set) var digests: DigestTable

  package init(workspace: Workspace, digests: DigestTable = DigestTable()) {
    self.workspace = workspace
    self.digests = digests
    scanner = FileScanner(files: workspace.files)
  }

  /// Looks in one call at the files that many stages need in any case.
  ///
  /// These are their outputs, and the scripts and inputs that no stage makes. Other inputs may not
  /// matter, because the stages that make them may run first.
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
    // A table that grows step by step moves its entries again and again.
    states.reserveCapacity(states.count + paths.count)
    for (path, state) in zip(paths, workspace.files.states(of: paths)) { states[path] = state }
  }

  /// Forgets the states of files, because something ran or time has passed.
  package mutating func forget() {
    states.removeAll(keepingCapacity: true)
    sets.removeAll(keepingCapacity: true)
  }

  /// Returns a stage's recipe, the files that it would read, and its outputs.
  ///
  /// `isPending` says whether another stage is still to run. The observation leaves out the files that
  /// such a stage makes.
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

  /// Returns the scripts and inputs of a stage, without the files that a pending stage makes.
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

  /// Adds the digests of files that were read.
  mutating func note(_ files: [ObservedFile]) {
    for file in files { digests.note(file) }
  }

  /// Reads files now, however long that takes, and adds their digests to an observation.
  mutating func read(_ wanted: [ObservedFile], for observation: inout Observation) {
    guard !wanted.isEmpty else { return }
    for var file in wanted {
      file.digest = ContentReader.digest(of: file, in: workspace.files)
      digests.note(file)
    }
    observation.takeDigests(digests.digest)
  }

  /// Returns the current outputs of a stage.
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
    // Stages that share a pattern share one look at the disk.
    let key = input.lookKey(apartFrom: excluded)
    if let known = sets[key] { return known }
    let set = scanner.set(of: input, apartFrom: excluded)
    sets[key] = set
    return set
  }
}

extension InputPattern {
  /// Returns a key for the look at this pattern; stages with the same key share one look.
  func lookKey(apartFrom excluded: [FilePattern]) -> [UInt8] {
    Array(([text] + excluded.map(\.text)).joined(separator: "\u{0}").utf8)
  }
}

extension Graph.Node {
  /// Returns the script or single input at a position, scripts first; nil for a folder or a glob.
  fileprivate func file(at position: Int) -> Path? {
    if position < scripts.count { return scripts[position] }
    let pattern = inputs[position - scripts.count].pattern
    return pattern.kind == .file ? pattern.path : nil
  }
}
