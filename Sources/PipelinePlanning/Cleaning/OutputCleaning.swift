internal import PipelineDescription

/// Decides which files in declared outputs `clean` removes.
package struct OutputCleaning {
  private let graph: Graph
  private let histories: Histories
  /// The manifest and `parameters.json`, which always stay.
  private let ownFiles: Set<Path>
  private let rule: CleaningRule
  /// For each path, the first stage that declares the file by name as an input or a script.
  private let readers: [Path: String]
  private var cleaning = Cleaning()
  private var seen: Set<Path> = []

  package init(
    graph: Graph,
    histories: Histories,
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

  package mutating func cleaning(of outputs: [FoundOutput]) -> Cleaning {
    for output in outputs { take(output) }
    // A folder is removed only if nothing in it stays. Inner folders come first.
    cleaning.folders = cleaning.folders.filter { folder in
      !cleaning.left.contains { $0.path == folder || $0.path.isInside(folder) }
    }.sorted { $1 < $0 }
    return cleaning
  }

  private mutating func take(_ output: FoundOutput) {
    switch output.trouble {
    case .elsewhere(let place): return keep(output.pattern.path, of: output, .elsewhere(place))
    case .isFolder: return keep(output.pattern.path, of: output, .isFolder)
    case nil: break
    }
    var history = histories[graph.name(of: output.stage)]
    // A record from `accept` or Make's rule (without a duration) does not show that a run made the files.
    if let record = history?.record, record.acceptance != nil || record.duration == nil {
      history?.record = nil
      if record.acceptance == nil, history?.lastAttempt == .succeeded { history = nil }
    }
    let recorded = Dictionary(
      firstOf: (history?.record?.outputs ?? []).flatMap(\.files).map { ($0.path, $0) }
    )
    let before = (cleaning.items.count, cleaning.folders.count)
    for entry in output.entries where seen.insert(entry.path).inserted {
      let isLeftOut = output.pattern.leavesOut(entry.path, isFolder: entry.kind == .folder)
      if case .unreadable(let fault) = entry.file.state {
        keep(entry.path, of: output, .unreadable(fault))
      } else if entry.kind == .folder, !isLeftOut {
        cleaning.folders.append(entry.path)
      } else if let reason = reasonToKeep(entry, of: output, recorded[entry.path], history) {
        keep(entry.path, of: output, reason)
      } else {
        cleaning.items.append(
          Cleaning.Item(path: entry.path, state: entry.file.state, size: entry.size)
        )
      }
    }
    addPlace(output, since: before)
  }

  private func reasonToKeep(
    _ entry: FoundEntry,
    of output: FoundOutput,
    _ recorded: ObservedFile?,
    _ history: StageHistory?
  ) -> CleaningRule.Reason? {
    rule.reasonToKeep(
      CleaningRule.Evidence(
        entry: entry,
        isDeclared: graph.nodes[output.stage].outputs.contains { $0.path == entry.path },
        isLeftOut: output.pattern.leavesOut(entry.path, isFolder: entry.kind == .folder),
        recorded: recorded,
        lastAttempt: history?.lastAttempt,
        reader: readers[entry.path],
        isOwnFile: ownFiles.contains(entry.path)
      )
    )
  }

  private mutating func keep(
    _ path: Path,
    of output: FoundOutput,
    _ reason: CleaningRule.Reason
  ) {
    cleaning.left.append(
      Cleaning.Left(
        path: path,
        output: output.pattern.text,
        stage: graph.name(of: output.stage),
        reason: reason
      )
    )
  }

  private mutating func addPlace(_ output: FoundOutput, since before: (items: Int, folders: Int)) {
    let items = cleaning.items[before.items...]
    let isLeft = cleaning.left.contains { $0.output == output.pattern.text }
    // An output folder that is already empty is removed, too.
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
