internal import PipelineDescription

/// Finds the maker and the readers of a file.
package struct FileLinks {
  private let graph: Graph
  private let histories: Histories
  /// Returns the differences between a stage's record and the stage's current state, whatever the verdict is.
  private let differences: (StageID) -> [Reason]
  private let verdict: (StageID) -> Plan.Verdict

  package init(
    graph: Graph,
    histories: Histories,
    differences: @escaping (StageID) -> [Reason],
    verdict: @escaping (StageID) -> Plan.Verdict
  ) {
    self.graph = graph
    self.histories = histories
    self.differences = differences
    self.verdict = verdict
  }

  /// Returns the stage that makes the file or a folder around the file.
  package func maker(of path: Path) -> FileExplanation.Maker? {
    guard let stage = graph.nodes.firstIndex(where: { $0.makes(path) }) else { return nil }
    let record = record(of: stage)
    let reasons = record == nil ? [] : differences(stage)
    let read = (record?.inputs.flatMap(\.files) ?? []) + (record?.scripts ?? [])
    let sources = read.map {
      FileExplanation.Source(path: $0.path, then: $0.state, change: reasons.change(of: $0.path))
    }
    return FileExplanation.Maker(
      stage: stage,
      verdict: verdict(stage),
      left: record.map { record in
        FileExplanation.Seen(
          run: record.run,
          then: record.outputs.lazy.flatMap(\.files).first { $0.path == path }?.state,
          change: reasons.change(of: path, isMade: true),
          acceptance: record.acceptance
        )
      },
      sources: sources
    )
  }

  /// Returns the readers in the order of execution; a stage occurs once for each matching input.
  package func readers(of path: Path) -> [FileExplanation.Reader] {
    graph.order.flatMap { stage -> [FileExplanation.Reader] in
      let node = graph.nodes[stage]
      let inputs = node.inputs.filter { isRead(path, by: $0, of: node) }
      var readers = inputs.map { input in
        FileExplanation.Reader(
          stage: stage,
          role: .input(input.text),
          seen: seen(path, by: stage) { record in
            record.inputs.first { ExactText($0.pattern) == ExactText(input.text) }?.files ?? []
          }
        )
      }
      if node.scripts.contains(path) {
        let seen = seen(path, by: stage, among: \.scripts)
        readers.append(FileExplanation.Reader(stage: stage, role: .script, seen: seen))
      }
      return readers
    }
  }

  private func seen(
    _ path: Path,
    by stage: StageID,
    among files: (Record) -> [ObservedFile]
  ) -> FileExplanation.Seen? {
    guard let record = record(of: stage) else { return nil }
    return FileExplanation.Seen(
      run: record.run,
      then: files(record).first { $0.path == path }?.state,
      change: differences(stage).change(of: path)
    )
  }

  private func isRead(_ path: Path, by input: InputPattern, of node: Graph.Node) -> Bool {
    if input.pattern.kind == .file { return input.pattern.path == path }
    // A folder or a glob excludes the stage's own outputs.
    return (input.pattern.matches(path) || input.pattern.path == path) && !node.makes(path)
  }

  private func record(of stage: StageID) -> Record? { histories[graph.name(of: stage)]?.record }

  package func nearest(to path: Path) -> String? {
    let names = graph.nodes.flatMap { node in
      node.outputs.map(\.text) + node.scripts.map(\.text)
        + node.inputs.filter { $0.pattern.kind == .file }.map(\.text)
    }
    return nearestName(to: path.text, among: names)
  }
}

extension [Reason] {
  /// Returns the change of a file according to these reasons; nil if no reason names the file.
  ///
  /// With `isMade`, only outputs count, otherwise inputs and scripts. For a folder, the first change counts.
  fileprivate func change(of path: Path, isMade: Bool = false) -> Reason.Change? {
    for reason in self {
      switch reason {
      case .file(let role, let other, let change) where (role == .output) == isMade:
        if other == path { return change }
        if isMade, other.isInside(path) { return change }
      case .set(let role, _, let added, let removed) where (role == .output) == isMade:
        if added.contains(path) { return .appeared }
        if removed.contains(path) { return .missing }
      default: break
      }
    }
    return nil
  }
}
