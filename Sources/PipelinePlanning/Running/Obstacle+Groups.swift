internal import PipelineDescription

extension Obstacle {
  package var stage: String {
    switch self {
    case .externalFolder(let stage, _, _, _), .externalFile(let stage, _, _, _),
      .externalProgram(let stage, _, _), .externalVariable(let stage, _, _),
      .upstreamNotRun(let stage, _, _), .input(let stage, _, _, _, _),
      .emptyGlob(let stage, _, _, _), .script(let stage, _, _, _, _), .start(let stage, _, _),
      .shell(let stage, _, _, _), .tooLong(let stage, _, _, _):
      stage
    }
  }

  /// The kind and the name of what is missing, as the log stores them.
  package var lack: (what: String, name: String) {
    switch self {
    case .externalFolder(_, let path, _, _): ("folder", path)
    case .externalFile(_, let path, _, _): ("file", path)
    case .externalProgram(_, let name, _): ("program", name)
    case .externalVariable(_, let name, _): ("variable", name)
    case .upstreamNotRun(_, let upstream, _): ("upstream", upstream)
    case .input(_, let path, _, _, _): ("input", path)
    case .emptyGlob(_, let pattern, _, _): ("input", pattern)
    case .script(_, let path, _, _, _): ("script", path)
    case .shell(_, let name, _, _): ("program", name)
    case .tooLong(_, _, let isCommand, _): (isCommand ? "command" : "script", "")
    case .start(_, .interpreterMissing(let name, _), _): ("interpreter", name)
    case .start(_, let fault, _): ("script", fault.parts.texts.first ?? "")
    }
  }

  /// The same obstacle without its stage and place, so that equal obstacles of several stages are equal.
  fileprivate var shared: Obstacle {
    switch self {
    case .externalFolder(_, let path, let trouble, _):
      .externalFolder(stage: "", path: path, trouble, place: Place())
    case .externalFile(_, let path, let trouble, _):
      .externalFile(stage: "", path: path, trouble, place: Place())
    case .externalProgram(_, let name, _): .externalProgram(stage: "", name: name, place: Place())
    case .externalVariable(_, let name, _): .externalVariable(stage: "", name: name, place: Place())
    case .upstreamNotRun(_, let upstream, let why):
      .upstreamNotRun(stage: "", upstream: upstream, why: why)
    case .input(_, let path, let trouble, _, _):
      .input(stage: "", path: path, trouble, nearest: nil, place: Place())
    case .emptyGlob(_, let pattern, _, _):
      .emptyGlob(stage: "", pattern: pattern, nearest: nil, place: Place())
    case .script(_, let path, let trouble, _, _):
      .script(stage: "", path: path, trouble, nearest: nil, place: Place())
    case .shell(_, let name, let isDeclared, _):
      .shell(stage: "", name: name, isDeclared: isDeclared, place: Place())
    case .tooLong: self
    case .start(_, .interpreterMissing(let name, _), _):
      .start(stage: "", .interpreterMissing(name, script: ""), place: Place())
    case .start(_, let fault, _): .start(stage: "", fault, place: Place())
    }
  }

  /// Groups obstacles that are equal except for their stages; `stages` has the stages of the whole group.
  package static func groups(
    _ obstacles: [Obstacle]
  ) -> [(first: Obstacle, stages: [String])] {
    var groups: [(first: Obstacle, stages: [String])] = []
    var places: [String: [Int]] = [:]
    for obstacle in obstacles {
      let lack = obstacle.lack
      let key = "\(lack.what) \(lack.name)"
      let place = places[key]?.first { groups[$0].first.shared == obstacle.shared }
      guard let place else {
        places[key, default: []].append(groups.count)
        groups.append((obstacle, [obstacle.stage]))
        continue
      }
      if groups[place].stages.last != obstacle.stage { groups[place].stages.append(obstacle.stage) }
    }
    return groups
  }

  /// Returns the warnings for the log of a run that blocks the stages with these obstacles.
  package static func warnings(_ obstacles: [Obstacle]) -> [Event.Warning] {
    groups(obstacles).map { group in
      let lack = group.first.lack
      return .stagesLack(stages: group.stages, what: lack.what, name: lack.name)
    }
  }
}
