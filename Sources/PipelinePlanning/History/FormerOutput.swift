internal import PipelineDescription

/// A file that a stage made, that still exists, and that no stage makes anymore.
package struct FormerOutput: Equatable, Sendable {
  /// The run that made the file, according to the records.
  package enum Run: Equatable, Sendable {
    case made(String)
    /// An unknown run made the file before this run, which no longer made it.
    case before(String)
  }

  package var path: Path
  /// The manifest perhaps no longer has this stage.
  package var stage: String
  package var run: Run

  package init(path: Path, stage: String, run: Run) {
    self.path = path
    self.stage = stage
    self.run = run
  }
}

extension FormerOutput {
  /// Returns the former outputs that the histories name, each path once, in byte order.
  ///
  /// `known` has the names of stages without former outputs. `realPath` resolves all links in a path.
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
      // If the declared outputs are the recorded ones, the stage still makes all its files.
      if let now = declared[stage], now.exact == record.recipe.outputs.exact { continue }
      found += record.madeFiles.map {
        FormerOutput(path: $0, stage: stage, run: .made(record.run))
      }
    }
    if found.isEmpty { return [] }
    var table = OutputTable(nodes: graph.nodes, links: Links(follow: realPath))
    // If several stages made a file, prefer one whose run is known, then the latest run.
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
  package var madeFiles: [Path] {
    outputs.flatMap(\.files).compactMap { file in
      file.state.stamp.flatMap { $0.kind == .folder ? nil : file.path }
    }
  }

  /// Returns, in byte order, files that the stage made and `outputs` no longer covers; some are perhaps gone.
  package func formerOutputs(apartFrom outputs: [FilePattern]) -> [Path] {
    let isAsBefore = outputs.map(\.text).sorted().exact == recipe.outputs.exact
    let paths = Set(formerOutputs + (isAsBefore ? [] : madeFiles))
    return paths.filter { path in !outputs.contains { $0.matches(path) || $0.leavesOut(path) } }
      .sorted()
  }
}
