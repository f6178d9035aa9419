internal import PipelineDescription

/// The stages that a user selects on the command line.
///
/// There are four groups: `--stage` with bare names and `--failed`; `--from`; `--to`; `--downstream`.
/// The result is the union within each group, and the intersection of the groups that are used.
package struct Selection: Equatable, Sendable {
  /// `--stage`: stage names, or globs that match stage names.
  package var stages: [String] = []
  /// Bare names: a stage name, a file, which selects only the stage that makes it, or a glob over either.
  package var names: [String] = []
  /// `--failed`: adds the stages whose last attempt failed.
  package var isFailed = false
  /// `--from`: the stage and all stages after it in the order of execution.
  package var from: [String] = []
  /// `--to`, or a bare name in `run`: a stage, or the maker of a file, and all stages that it needs.
  ///
  /// A glob means all stages and all makers of outputs that it matches.
  package var to: [String] = []
  /// `--downstream`: the stage and all stages that depend on it.
  package var downstream: [String] = []

  package init(
    stages: [String] = [],
    names: [String] = [],
    isFailed: Bool = false,
    from: [String] = [],
    to: [String] = [],
    downstream: [String] = []
  ) {
    self.stages = stages
    self.names = names
    self.isFailed = isFailed
    self.from = from
    self.to = to
    self.downstream = downstream
  }

  /// Returns the selected stages; an empty selection means all stages.
  ///
  /// An empty result is a fault, unless `--failed` is used without `--stage` and bare names. A file name is
  /// relative to `folder`, or else to the root. `failed` has the stages whose last attempt failed.
  package func stages(
    in graph: Graph,
    resolver: PathResolver,
    typedIn folder: Path = .root,
    failed: Set<StageID> = []
  ) throws(SelectionFault) -> Set<StageID> {
    let lookup = NameLookup(graph: graph, resolver: resolver, folder: folder)
    var kinds: [Set<StageID>] = []
    if !stages.isEmpty || !names.isEmpty || isFailed {
      var found = isFailed ? failed : []
      for name in names { found.formUnion(try lookup.stagesAlone(name)) }
      for name in stages { found.formUnion(try lookup.matches(name)) }
      kinds.append(found)
    }
    if !from.isEmpty {
      let first = try from.map(lookup.stage(named:))
      kinds.append(Set(graph.order.drop { !first.contains($0) }))
    }
    if !to.isEmpty {
      let targets = try to.map(lookup.targets).flatMap(\.self)
      kinds.append(closure(of: targets, over: graph.upstream(of:)))
    }
    if !downstream.isEmpty {
      let first = try downstream.map(lookup.stage(named:))
      kinds.append(closure(of: first, over: graph.downstream(of:)))
    }
    guard var selected = kinds.first else { return Set(graph.stages) }
    for kind in kinds.dropFirst() { selected.formIntersection(kind) }
    if selected.isEmpty, !isFailed || !stages.isEmpty || !names.isEmpty { throw .nothingInCommon }
    return selected
  }
}

private struct NameLookup {
  let graph: Graph
  let resolver: PathResolver
  let folder: Path

  func stage(named name: String) throws(SelectionFault) -> StageID {
    if let stage = graph.stage(named: name) { return stage }
    throw unknownStage(name)
  }

  /// Returns the stage of this name, the maker of a file, or the stages or else the makers of a glob.
  func stagesAlone(_ name: String) throws(SelectionFault) -> [StageID] {
    do throws(SelectionFault) {
      return try matches(name)
    } catch {
      switch error {
      case .outputNotStage(_, let maker): return [try stage(named: maker)]
      case .noStageMatches(let glob):
        let makers = makers(matching: glob)
        if makers.isEmpty { throw .nothingMatches(glob: glob) }
        return makers
      default: throw error
      }
    }
  }

  func matches(_ name: String) throws(SelectionFault) -> [StageID] {
    if let stage = graph.stage(named: name) { return [stage] }
    guard name.contains(where: { "*?[".contains($0) }) else { throw unknownStage(name) }
    let glob = Glob(base: .root, components: [name])
    let found = graph.stages.filter { glob.matches(Path(graph.name(of: $0))) }
    if found.isEmpty { throw .noStageMatches(glob: name) }
    return found
  }

  func targets(_ name: String) throws(SelectionFault) -> [StageID] {
    if let stage = graph.stage(named: name) { return [stage] }
    if let maker = maker(of: name) { return [maker] }
    let inside = makers(inside: name)
    if !inside.isEmpty { return inside }
    if PathText.isGlob(name) {
      let found = (try? matches(name)) ?? []
      let all = Set(found + makers(matching: name)).sorted()
      if !all.isEmpty { return all }
      throw .nothingMatches(glob: name)
    }
    let names = graph.order.map { graph.name(of: $0) }
    let outputs = graph.order.flatMap { graph.nodes[$0].outputs.map(\.text) }
    throw .unknownTarget(
      name,
      nearest: nearestName(to: name, among: names + outputs),
      stages: names
    )
  }

  /// Returns the stage that makes a file; tries the name relative to `folder`, then relative to the root.
  private func maker(of name: String) -> StageID? {
    for spelling in [folder.appending(name.utf8).bytes, Array(name.utf8)] {
      let path = resolver.path(bytes: spelling)
      let maker = graph.nodes.firstIndex { node in
        node.outputs.contains { $0.path == path || (path.isInside($0.path) && $0.kind == .folder) }
      }
      if let maker { return maker }
    }
    return nil
  }

  private func makers(where holds: (FilePattern) -> Bool) -> [StageID] {
    graph.stages.filter { graph.nodes[$0].outputs.contains(where: holds) }
  }

  /// Returns the makers of the outputs in a folder that is not an output itself.
  private func makers(inside name: String) -> [StageID] {
    for spelling in [folder.appending(name.utf8).bytes, Array(name.utf8)] {
      let path = resolver.path(bytes: spelling)
      let found = path == .root ? [] : makers { $0.path.isInside(path) }
      if !found.isEmpty { return found }
    }
    return []
  }

  /// Returns the makers of the outputs that a glob matches, relative to `folder` or else to the root.
  private func makers(matching name: String) -> [StageID] {
    for base in [folder, .root] {
      let prefix = base == .root ? "" : PathText.escaped(base.text) + "/"
      let pattern = FilePattern(prefix + name, resolver: resolver)
      let found = makers { pattern.matches($0.path) || pattern.text == $0.text }
      if !found.isEmpty { return found }
    }
    return []
  }

  private func unknownStage(_ name: String) -> SelectionFault {
    if let maker = maker(of: name) {
      return .outputNotStage(name, maker: graph.name(of: maker))
    }
    let names = graph.order.map { graph.name(of: $0) }
    return .unknownStage(name, nearest: nearestName(to: name, among: names), stages: names)
  }
}

package enum SelectionFault: Error, Equatable, Sendable {
  case unknownStage(String, nearest: String?, stages: [String])
  /// The name is neither a stage nor an output, and both are allowed.
  case unknownTarget(String, nearest: String?, stages: [String])
  case outputNotStage(String, maker: String)
  case noStageMatches(glob: String)
  /// The glob matches neither a stage nor an output.
  case nothingMatches(glob: String)
  case nothingInCommon
}
