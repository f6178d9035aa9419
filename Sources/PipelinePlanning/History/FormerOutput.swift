internal import PipelineDescription

/// A file that a stage has made, that is still there, and that no stage makes any more.
package struct FormerOutput: Equatable, Sendable {
  /// Which run made it, as far as that is remembered.
  package enum Run: Equatable, Sendable {
    case made(String)
    /// One before this, which no longer made it.
    case before(String)
  }

  package var path: Path
  /// The stage that made it, be it still in the manifest or not.
  package var stage: String
  package var run: Run

  package init(path: Path, stage: String, run: Run) {
    self.path = path
    self.stage = stage
    self.run = run
  }
}

extension FormerOutput {
  /// Finds them in what is remembered, in byte order of their paths.
  ///
  /// - Parameters:
  ///   - histories: What is remembered of each stage, those included that the manifest no longer has.
  ///   - graph: The stages that there are.
  ///   - known: Stages of which it is known that they have none.
  ///   - realPath: Where a path leads when every link on the way is followed.
  ///   - isThere: Whether something stands at a path.
  /// - Returns: Each path once.
  package static func all(
    in histories: Histories,
    of graph: Graph,
    except known: Set<String> = [],
    realPath: @escaping @Sendable (Path) -> Path,
    isThere: (Path) -> Bool
  ) -> [FormerOutput] {
    let stages = graph.stages.filter { !known.contains(graph.name(of: $0)) }
    let declared = Dictionary(
      firstOf: stages.map { (graph.name(of: $0), graph.nodes[$0].outputs.map(\.text).sorted()) }
    )
    var found: [FormerOutput] = []
    for stage in histories.names where !known.contains(stage) {
      guard let record = histories[stage]?.record else { continue }
      found += record.formerOutputs.map {
        FormerOutput(path: $0, stage: stage, run: .before(record.run))
      }
      // Whose declaration is the one of its record has nothing else to show: the usual case.
      if let now = declared[stage], now.exact == record.recipe.outputs.exact { continue }
      found += record.madeFiles.map {
        FormerOutput(path: $0, stage: stage, run: .made(record.run))
      }
    }
    if found.isEmpty { return [] }
    var table = OutputTable(nodes: graph.nodes, links: Links(follow: realPath))
    // Of several stages the one whose run is known, then the latest.
    let best = Dictionary(found.map { ($0.path, $0) }) { $0.weight < $1.weight ? $1 : $0 }
    return best.values.sorted { $0.path < $1.path }.filter {
      table.makers(ofFile: $0.path).isEmpty && isThere($0.path)
    }
  }

  private var weight: (Int, String, String) {
    switch run {
    case .made(let run): (1, run, stage)
    case .before(let run): (0, run, stage)
    }
  }
}

extension Record {
  /// The files among the outputs, without the folders that they lie in.
  package var madeFiles: [Path] {
    outputs.flatMap(\.files).compactMap { file in
      file.state.stamp.flatMap { $0.kind == .folder ? nil : file.path }
    }
  }

  /// What the stage has made until then and no longer declares, in byte order; it may be gone.
  ///
  /// `outputs` is what the stage declares now.
  package func formerOutputs(apartFrom outputs: [FilePattern]) -> [Path] {
    let isAsBefore = outputs.map(\.text).sorted().exact == recipe.outputs.exact
    let paths = Set(formerOutputs + (isAsBefore ? [] : madeFiles))
    return paths.filter { path in !outputs.contains { $0.matches(path) } }.sorted()
  }
}
