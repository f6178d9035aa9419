internal import PipelineDescription

/// Decides which of the outputs that are there go.
package struct OutputCleaning {
  private let graph: Graph
  private let histories: [String: StageHistory]
  private let ownFiles: Set<Path>
  private let rule: CleaningRule
  /// The stages that declare a file as an input or a script by its name.
  private let readers: [Path: String]
  private var cleaning = Cleaning()
  private var seen: Set<Path> = []

  /// Takes what is to be known beside the disk.
  ///
  /// - Parameters:
  ///   - graph: The pipeline.
  ///   - histories: What is remembered of the stages.
  ///   - ownFiles: The manifest, and what else belongs to the pipeline itself.
  ///   - rule: The rule, and whether it is forced.
  package init(
    graph: Graph,
    histories: [String: StageHistory],
    ownFiles: Set<Path>,
    rule: CleaningRule
  ) {
    self.graph = graph
    self.histories = histories
    self.ownFiles = ownFiles
    self.rule = rule
    var readers: [Path: String] = [:]
    for node in graph.nodes {
      let inputs = node.inputs.map(\.pattern).filter { $0.kind == .file }.map(\.path)
      for path in inputs + node.scripts where readers[path] == nil {
        readers[path] = node.stage.name
      }
    }
    self.readers = readers
  }

  /// What goes of these outputs, and what stays.
  package mutating func cleaning(of outputs: [FoundOutput]) -> Cleaning {
    for output in outputs { take(output) }
    // A folder goes only with all that is in it, those last that hold others.
    cleaning.folders = cleaning.folders.filter { folder in
      !cleaning.left.contains { $0.path == folder || $0.path.isInside(folder) }
    }.sorted { $1 < $0 }
    return cleaning
  }

  private mutating func take(_ output: FoundOutput) {
    let node = graph.nodes[output.stage]
    let history = histories[node.stage.name]
    let recorded = Dictionary(
      (history?.record?.outputs ?? []).flatMap(\.files).map { ($0.path, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    func keep(_ path: Path, _ reason: CleaningRule.Reason) {
      cleaning.left.append(
        Cleaning.Left(
          path: path,
          output: output.pattern.text,
          stage: node.stage.name,
          reason: reason
        )
      )
    }
    switch output.trouble {
    case .elsewhere(let place): return keep(output.pattern.path, .elsewhere(place))
    case .isFolder: return keep(output.pattern.path, .isFolder)
    case nil: break
    }
    let before = (cleaning.items.count, cleaning.folders.count)
    for entry in output.entries where seen.insert(entry.path).inserted {
      if case .unreadable(let fault) = entry.file.state {
        keep(entry.path, .unreadable(fault))
        continue
      }
      let evidence = CleaningRule.Evidence(
        entry,
        isDeclared: node.outputs.contains { $0.path == entry.path },
        recorded: recorded[entry.path],
        lastAttempt: history?.lastAttempt,
        reader: readers[entry.path],
        isOwnFile: ownFiles.contains(entry.path)
      )
      if entry.kind == .folder, !Glob.ignoredNames.contains(Array(entry.path.name)) {
        cleaning.folders.append(entry.path)
      } else if let reason = rule.reasonToKeep(evidence) {
        keep(entry.path, reason)
      } else {
        cleaning.items.append(
          Cleaning.Item(path: entry.path, state: entry.file.state, size: entry.size)
        )
      }
    }
    addPlace(output, since: before)
  }

  private mutating func addPlace(_ output: FoundOutput, since before: (items: Int, folders: Int)) {
    let items = cleaning.items[before.items...]
    let isLeft = cleaning.left.contains { $0.output == output.pattern.text }
    // An empty output folder goes, too.
    let isEmptied = cleaning.folders.count > before.folders && !isLeft
    guard !items.isEmpty || isEmptied else { return }
    cleaning.places.append(
      Cleaning.Place(
        text: output.pattern.text,
        stage: graph.name(of: output.stage),
        files: items.count,
        size: items.reduce(0) { $0 + $1.size },
        isFolder: output.pattern.kind == .folder
      )
    )
  }
}
