internal import PipelineDescription

/// Checks where the outputs lie: in the root, each with one maker, apart from what is not theirs.
struct OutputCheck {
  private(set) var faults: [GraphFault] = []
  private let nodes: [Graph.Node]
  private let table: OutputTable
  private let links: Links
  /// The runner's own folder and files, with where they really are.
  private let state: (path: Path, place: Path)
  private let ownFiles: [(path: Path, place: Path)]

  init(nodes: [Graph.Node], table: OutputTable, manifest: Path?, links: Links) {
    self.nodes = nodes
    self.table = table
    self.links = links
    state = (Path(".pipeline"), links.file(Path(".pipeline")))
    ownFiles = (manifest.map { [$0, Path("parameters.json")] } ?? []).map { ($0, links.file($0)) }
    var entries = table.entries[...]
    for node in nodes {
      for (output, declared) in zip(node.outputs, node.stage.outputs) {
        guard let entry = entries.popFirst(), !declared.path.isEmpty else { continue }
        let isWhereItMayBe = checkPlace(of: output, entry.place, declared, node)
        if isWhereItMayBe { checkOwner(of: entry, declared, node) }
      }
    }
    checkFolders()
  }

  private mutating func checkPlace(
    of output: FilePattern,
    _ place: Path,
    _ declared: Output,
    _ node: Graph.Node
  ) -> Bool {
    let stage = node.stage.name
    let line = declared.line
    let path = declared.path
    let count = faults.count
    if case .glob = output.kind {
      faults.append(.outputIsGlob(stage: stage, path: path, line: line))
    } else if output.path == .root {
      faults.append(.outputIsRoot(stage: stage, path: path, line: line))
    } else if output.path.isAbsolute {
      faults.append(.outputOutsideRoot(stage: stage, path: path, line: line))
    } else if covers(output, place, state.path, at: state.place)
      || output.path.isInside(state.path) || place.isInside(state.place)
    {
      faults.append(.outputInState(stage: stage, path: path, line: line))
    } else if ownFiles.contains(where: { covers(output, place, $0.path, at: $0.place) }) {
      faults.append(.outputIsManifest(stage: stage, path: path, line: line))
    } else if let script = node.scripts.first(where: { covers(output, place, $0) }) {
      faults.append(.outputIsScript(stage: stage, path: path, script: script.text, line: line))
    } else if let input = node.inputs.first(where: { isSame($0, output, place) }) {
      faults.append(.outputIsInput(stage: stage, path: path, line: line, inputLine: input.line))
    }
    return faults.count == count
  }

  /// Whether the path is this output, or lies in this output folder.
  private func covers(
    _ output: FilePattern,
    _ place: Path,
    _ path: Path,
    at other: Path? = nil
  ) -> Bool {
    // A file keeps its own name wherever its folder is.
    if other == nil, output.kind == .file, path.name != place.name { return false }
    let other = other ?? links.file(path)
    return output.path == path || place == other
      || (output.kind == .folder && (path.isInside(output.path) || other.isInside(place)))
  }

  /// A glob or a folder around an output is no fault: its own outputs are never among its matches.
  private func isSame(_ input: InputPattern, _ output: FilePattern, _ place: Path) -> Bool {
    switch input.pattern.kind {
    case .file: covers(output, place, input.pattern.path)
    case .folder:
      output.kind == .folder && place == links.folder(input.pattern.path)
    case .glob: false
    }
  }

  private mutating func checkOwner(
    of entry: OutputTable.Entry,
    _ declared: Output,
    _ node: Graph.Node
  ) {
    // Two scripts of one stage may write the same file, one after the other.
    guard let other = table.maker(at: entry.place), other != entry.maker else { return }
    faults.append(
      .duplicateOutput(
        path: declared.path,
        stage: node.stage.name,
        line: declared.line,
        other: output(at: entry.place, of: other)
      )
    )
  }

  private mutating func checkFolders() {
    var known: [Path: Bool] = [:]
    var entries = table.entries[...]
    for node in nodes {
      for (output, declared) in zip(node.outputs, node.stage.outputs) {
        guard let entry = entries.popFirst(), output.path != .root else { continue }
        var above = entry.place.parent
        while let folder = above, folder != .root {
          defer { above = folder.parent }
          // Most outputs lie in few folders.
          guard known[folder] != false else { continue }
          let outer = table.maker(at: folder)
          known[folder] = outer != nil
          if let outer, outer != entry.maker {
            faults.append(
              .outputInsideOutput(
                path: declared.path,
                stage: node.stage.name,
                line: declared.line,
                folder: self.output(at: folder, of: outer)
              )
            )
            break
          }
        }
      }
    }
  }

  /// The output of a stage that lies at a place.
  private func output(at place: Path, of maker: Graph.StageIndex) -> GraphFault.DeclaredOutput {
    let node = nodes[maker]
    let declared = zip(node.outputs, node.stage.outputs).first { links.place(of: $0.0) == place }?.1
    return GraphFault.DeclaredOutput(
      path: declared?.path ?? "",
      stage: node.stage.name,
      line: declared?.line ?? node.stage.line
    )
  }
}
