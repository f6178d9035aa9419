/// Which stages the user means: selections of one kind add up, different kinds leave what is in all.
package struct Selection: Equatable, Sendable {
  /// `--stage`: names, or globs over names.
  package var stages: [String] = []
  /// `--failed`: stages that count as named by `--stage`; nil where it is not given.
  package var failed: Set<Int>?
  /// `--from`: the stage and all after it in the order of execution.
  package var from: [String] = []
  /// `--to`, or a name alone: the stage, or the maker of the file, and all it needs.
  package var to: [String] = []
  /// `--downstream`: the stage and all that depends on it.
  package var downstream: [String] = []

  /// The folder in which the names of files were typed, relative to the root.
  package var folder: Path

  package init(
    stages: [String] = [],
    failed: Set<Int>? = nil,
    from: [String] = [],
    to: [String] = [],
    downstream: [String] = [],
    folder: Path = .root
  ) {
    self.stages = stages
    self.failed = failed
    self.from = from
    self.to = to
    self.downstream = downstream
    self.folder = folder
  }

  /// The stages that are meant; with `--failed` and no `--stage` there may be none.
  package func indices(in graph: Graph, resolver: PathResolver) throws(SelectionFault) -> Set<Int> {
    var kinds: [Set<Int>] = []
    if !stages.isEmpty || failed != nil {
      var found = failed ?? []
      for name in stages { found.formUnion(try matches(name, in: graph, resolver)) }
      kinds.append(found)
    }
    if !from.isEmpty {
      var found: Set<Int> = []
      for name in from {
        let first = try index(of: name, in: graph, resolver)
        found.formUnion(graph.order.drop { $0 != first })
      }
      kinds.append(found)
    }
    if !to.isEmpty {
      var targets: Set<Int> = []
      for name in to { targets.insert(try target(name, in: graph, resolver)) }
      kinds.append(graph.closure(of: targets, over: graph.upstream(of:)))
    }
    if !downstream.isEmpty {
      var first: Set<Int> = []
      for name in downstream { first.insert(try index(of: name, in: graph, resolver)) }
      kinds.append(graph.closure(of: first, over: graph.downstream(of:)))
    }
    guard var selected = kinds.first else { return Set(graph.nodes.indices) }
    for kind in kinds.dropFirst() { selected.formIntersection(kind) }
    if selected.isEmpty, failed == nil || !stages.isEmpty { throw .nothingInCommon }
    return selected
  }

  private func index(
    of name: String,
    in graph: Graph,
    _ resolver: PathResolver
  ) throws(SelectionFault) -> Int {
    if let index = graph.index(of: name) { return index }
    throw unknownStage(name, in: graph, resolver)
  }

  private func matches(
    _ name: String,
    in graph: Graph,
    _ resolver: PathResolver
  ) throws(SelectionFault) -> [Int] {
    if let index = graph.index(of: name) { return [index] }
    guard name.contains(where: { "*?[".contains($0) }) else {
      throw unknownStage(name, in: graph, resolver)
    }
    let glob = Glob(base: .root, components: [name])
    let found = graph.nodes.indices.filter { glob.matches(Path(graph.name(of: $0))) }
    if found.isEmpty { throw .noStageMatches(glob: name) }
    return found
  }

  private func target(
    _ name: String,
    in graph: Graph,
    _ resolver: PathResolver
  ) throws(SelectionFault) -> Int {
    if let index = graph.index(of: name) { return index }
    if let maker = maker(of: name, in: graph, resolver) { return maker }
    let names = graph.order.map { graph.name(of: $0) }
    let outputs = graph.order.flatMap { graph.nodes[$0].outputs.map(\.text) }
    throw .unknownTarget(
      name,
      nearest: nearestName(to: name, among: names + outputs),
      stages: names
    )
  }

  /// The stage that makes a file, named from where the user stands or else from the root.
  private func maker(of name: String, in graph: Graph, _ resolver: PathResolver) -> Int? {
    for spelling in [folder.appending(name.utf8).bytes, Array(name.utf8)] {
      let path = resolver.path(bytes: spelling)
      let maker = graph.nodes.firstIndex { node in
        node.outputs.contains { $0.path == path || (path.isInside($0.path) && $0.kind == .folder) }
      }
      if let maker { return maker }
    }
    return nil
  }

  private func unknownStage(
    _ name: String,
    in graph: Graph,
    _ resolver: PathResolver
  ) -> SelectionFault {
    if let maker = maker(of: name, in: graph, resolver) {
      return .outputNotStage(name, maker: graph.name(of: maker))
    }
    let names = graph.order.map { graph.name(of: $0) }
    return .unknownStage(name, nearest: nearestName(to: name, among: names), stages: names)
  }
}

/// Why a selection means nothing.
package enum SelectionFault: Error, Equatable, Sendable {
  case unknownStage(String, nearest: String?, stages: [String])
  /// Neither a stage nor an output, where either would do.
  case unknownTarget(String, nearest: String?, stages: [String])
  /// An output where only the name of a stage will do.
  case outputNotStage(String, maker: String)
  case noStageMatches(glob: String)
  case nothingInCommon
}
