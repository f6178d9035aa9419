internal import PipelineDescription
internal import PipelinePlanning

/// A way to start a script: a script may have several interpreters and search paths.
struct StartKey: Hashable {
  var path: Path
  var interpreter: String?
  var searchPath: String?
}

extension StartCheck {
  /// Returns the first fault that would prevent the start of a script that exists; nil if there is none.
  mutating func startObstacle(of path: Path, in stage: Stage, _ pending: StageSet) -> Obstacle? {
    let searchPath = workspace.searchPath(of: stage)
    for case .script(let script) in stage.steps where workspace.resolver.path(script.path) == path {
      guard let fault = fault(of: script, at: path, searchPath) else { continue }
      if case .interpreterMissing(let name, _) = fault {
        let isDeclared = stage.externals.contains { $0.kind == .program && $0.text == name }
        // The obstacle of the `External` names the program already.
        if isDeclared || isMade(program: name, searchPath, by: pending) { continue }
      }
      return .start(stage: stage.name, fault, place: script.place)
    }
    return nil
  }

  /// Returns the same for a stage whose files certainly exist; only its programs may be missing.
  mutating func startObstacles(ofReady id: StageID, _ pending: StageSet) -> [Obstacle] {
    let stage = workspace.graph.nodes[id].stage
    return workspace.graph.nodes[id].scripts.compactMap { path in
      guard let obstacle = startObstacle(of: path, in: stage, pending),
        !isMade(program: "./\(path.text)", nil, by: pending)
      else { return nil }
      return obstacle
    }
  }

  private mutating func fault(
    of script: Script,
    at path: Path,
    _ searchPath: String?
  ) -> LaunchFault? {
    let key = StartKey(path: path, interpreter: script.interpreter, searchPath: searchPath)
    if let known = startFaults[key] { return known }
    var script = script
    script.path = path.text
    let fault = startFault(script, searchPath)
    startFaults.updateValue(fault, forKey: key)
    return fault
  }

  /// Whether a stage that runs before may make this program; then only the start of the stage itself can tell.
  func isMade(program: String, _ searchPath: String?, by pending: StageSet) -> Bool {
    let isPath = program.contains("/")
    let folders =
      isPath
      ? [] : (searchPath ?? "").split(separator: ":").map { workspace.resolver.path(String($0)) }
    let places =
      isPath
      ? [workspace.resolver.path(program)] : folders.map { $0.appending(program.utf8) }
    return workspace.graph.stages.contains { stage in
      pending.contains(stage)
        && workspace.graph.nodes[stage].outputs.contains { output in
          places.contains { $0 == output.path || $0.isInside(output.path) }
        }
    }
  }
}
