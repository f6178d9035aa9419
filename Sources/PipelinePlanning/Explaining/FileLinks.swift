internal import PipelineDescription

/// Finds out what a file is to a pipeline, from what is remembered and what differs now.
package struct FileLinks {
  private let graph: Graph
  private let histories: Histories
  /// What differs now from the record of a stage, whatever its verdict is.
  private let differences: (Int) -> [Reason]
  private let verdict: (Int) -> Plan.Verdict

  package init(
    graph: Graph,
    histories: Histories,
    differences: @escaping (Int) -> [Reason],
    verdict: @escaping (Int) -> Plan.Verdict
  ) {
    self.graph = graph
    self.histories = histories
    self.differences = differences
    self.verdict = verdict
  }

  /// The stage that makes a file, or a folder that it lies in.
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
          then: record.outputs.state(of: path),
          change: reasons.outputChange(of: path),
          acceptance: record.acceptance
        )
      },
      sources: sources
    )
  }

  /// The stages that read a file, in the order of execution, once for each of their inputs.
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
    by stage: Int,
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
    // A folder and a glob leave out the stage's own outputs, and what is never data.
    return (input.matches(path) || input.pattern.path == path)
      && !node.makes(path)
      && !path.components.contains { name in Glob.ignoredNames.contains { $0.elementsEqual(name) } }
  }

  private func record(of stage: Int) -> Record? { histories[graph.name(of: stage)]?.record }

  /// The path that was probably meant, of all that stages make or read by name.
  package func nearest(to path: Path) -> String? {
    let names = graph.nodes.flatMap { node in
      node.outputs.map(\.text) + node.scripts.map(\.text)
        + node.inputs.filter { $0.pattern.kind == .file }.map(\.text)
    }
    return nearestName(to: path.text, among: names)
  }
}

extension [FileSet] {
  fileprivate func state(of path: Path) -> FileState? {
    for set in self {
      if let file = set.files.first(where: { $0.path == path }) { return file.state }
    }
    return nil
  }
}

extension [Reason] {
  /// What is another of a file that is read; nil where nothing is.
  fileprivate func change(of path: Path) -> Reason.Change? {
    for reason in self {
      switch reason {
      case .file(.input, path, let change), .file(.script, path, let change): return change
      case .set(.input, _, let added, _) where added.contains(path): return .appeared
      case .set(.input, _, _, let removed) where removed.contains(path): return .missing
      default: break
      }
    }
    return nil
  }

  /// What is another of a file that is made, or of the first file in a folder that is.
  fileprivate func outputChange(of path: Path) -> Reason.Change? {
    for reason in self {
      switch reason {
      case .file(.output, let other, let change) where other == path || other.isInside(path):
        return change
      case .set(.output, _, let added, _) where added.contains(path): return .appeared
      case .set(.output, _, _, let removed) where removed.contains(path): return .missing
      default: break
      }
    }
    return nil
  }
}
