internal import PipelineDescription
package import PipelinePlanning
internal import PipelineSystem

/// Looks at the disk and the environment for one stage at a time; asks for each file once.
package struct Observer {
  private let workspace: Workspace
  private let scanner: FileScanner
  private var states: [Path: FileState] = [:]
  private var sets: [[UInt8]: FileSet] = [:]
  /// What is known of the bytes of files.
  package private(set) var digests: DigestTable

  package init(workspace: Workspace, digests: DigestTable = DigestTable()) {
    self.workspace = workspace
    self.digests = digests
    scanner = FileScanner(files: workspace.files)
  }

  /// Asks at once for what is looked at of many stages in any case: their outputs, and the scripts and inputs
  /// that no stage makes.
  ///
  /// What another one makes may not matter, as that one may run first.
  mutating func look(atFilesOf stages: [Int]) {
    var paths: [Path] = []
    var sources: Set<Path> = []
    for index in stages {
      let node = workspace.graph.nodes[index]
      paths += node.distinctOutputs.filter { $0.kind == .file }.map(\.path)
      let count = node.scripts.count + node.inputs.count
      let sourcePositions = workspace.graph.edges.positions(in: index, outOf: count) { _ in true }
      for position in sourcePositions {
        guard let path = node.file(at: position), sources.insert(path).inserted else { continue }
        paths.append(path)
      }
    }
    // A table that grows moves what is in it again and again.
    states.reserveCapacity(states.count + paths.count)
    for (path, state) in zip(paths, workspace.files.states(of: paths)) { states[path] = state }
  }

  /// Forgets what was seen: something ran, or time has passed.
  package mutating func forget() {
    states.removeAll(keepingCapacity: true)
    sets.removeAll(keepingCapacity: true)
  }

  /// What a stage is told, would read and has written.
  ///
  /// - Parameters:
  ///   - index: The stage.
  ///   - isPending: Whether a stage is still to run; what it makes is not looked at.
  ///   - histories: What is remembered of each stage.
  /// - Returns: The observation, without what waits for a pending stage.
  package mutating func observe(
    _ index: Int,
    without isPending: (Int) -> Bool = { _ in false },
    histories: Histories
  ) -> Observation {
    let node = workspace.graph.nodes[index]
    let (scripts, inputs) = read(by: index, without: isPending)
    var observation = Observation(
      recipe: workspace.recipe(of: node),
      scripts: scripts,
      inputs: inputs,
      outputs: outputs(of: node),
      upstream: workspace.upstreamRuns(of: index, histories)
    )
    if workspace.isJudgedByContent(node.stage) {
      digests.readRecords()
      observation.takeDigests(digests.digest)
    }
    return observation
  }

  /// What a stage would read, without what waits for a pending stage.
  mutating func read(
    by index: Int,
    without isPending: (Int) -> Bool
  ) -> (scripts: [ObservedFile], inputs: [FileSet]) {
    let node = workspace.graph.nodes[index]
    let count = node.scripts.count + node.inputs.count
    var scripts: [ObservedFile] = []
    var inputs: [FileSet] = []
    for position in workspace.graph.edges.positions(
      in: index,
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

  /// Takes what was read of files.
  mutating func note(_ files: [ObservedFile]) {
    for file in files { digests.note(file) }
  }

  /// Reads files now, however long that takes, and gives an observation their digests.
  mutating func read(_ wanted: [ObservedFile], for observation: inout Observation) {
    guard !wanted.isEmpty else { return }
    for var file in wanted {
      file.digest = ContentReader.digest(of: file, in: workspace.files)
      digests.note(file)
    }
    observation.takeDigests(digests.digest)
  }

  /// The outputs of a stage as they are now.
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
    // Stages that share a pattern share one look at it.
    let key = input.lookKey(apartFrom: excluded)
    if let known = sets[key] { return known }
    let set = scanner.set(of: input, apartFrom: excluded)
    sets[key] = set
    return set
  }
}

extension InputPattern {
  /// What tells a look at this pattern from a look at another: two stages that share it share the look.
  func lookKey(apartFrom excluded: [FilePattern]) -> [UInt8] {
    Array(([text] + excluded.map(\.text)).joined(separator: "\u{0}").utf8)
  }
}

extension Graph.Node {
  /// The script or the single file that is read at a position, scripts first; nil for a folder or a glob.
  fileprivate func file(at position: Int) -> Path? {
    if position < scripts.count { return scripts[position] }
    let pattern = inputs[position - scripts.count].pattern
    return pattern.kind == .file ? pattern.path : nil
  }
}
