internal import PipelineDescription

/// Checks where the outputs lie: in the root, each with one maker, apart from what is not theirs.
struct OutputCheck {
  private(set) var faults: [GraphFault] = []
  private let links: Links
  /// The runner's own folder and files, with where they really are.
  private let state: (path: Path, place: Path)
  private let ownFiles: [(path: Path, place: Path)]

  init(nodes: [Graph.Node], manifest: Path?, links: Links) {
    self.links = links
    state = (Path(".pipeline"), links.file(Path(".pipeline")))
    ownFiles = (manifest.map { [$0, Path("parameters.json")] } ?? []).map { ($0, links.file($0)) }
    var makers: [Path: GraphFault.DeclaredOutput] = [:]
    makers.reserveCapacity(nodes.count)
    for node in nodes {
      for (output, declared) in zip(node.outputs, node.stage.outputs) where !declared.path.isEmpty {
        let place = links.place(of: output)
        let isWhereItMayBe = checkPlace(of: output, place, declared, node)
        if isWhereItMayBe { checkOwner(of: place, declared, node, &makers) }
      }
    }
    checkFolders(nodes, makers)
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
    of place: Path,
    _ declared: Output,
    _ node: Graph.Node,
    _ makers: inout [Path: GraphFault.DeclaredOutput]
  ) {
    if let other = makers[place] {
      // Two scripts of one stage may write the same file, one after the other.
      if other.stage == node.stage.name { return }
      faults.append(
        .duplicateOutput(
          path: declared.path,
          stage: node.stage.name,
          line: declared.line,
          other: other
        )
      )
    } else {
      makers[place] = GraphFault.DeclaredOutput(
        path: declared.path,
        stage: node.stage.name,
        line: declared.line
      )
    }
  }

  private mutating func checkFolders(
    _ nodes: [Graph.Node],
    _ makers: [Path: GraphFault.DeclaredOutput]
  ) {
    var known: [Path: Bool] = [:]
    for node in nodes {
      for (output, declared) in zip(node.outputs, node.stage.outputs) where output.path != .root {
        var above = links.place(of: output).parent
        while let folder = above, folder != .root {
          defer { above = folder.parent }
          // Most outputs lie in few folders.
          guard known[folder] != false else { continue }
          let outer = makers[folder]
          known[folder] = outer != nil
          if let outer, outer.stage != node.stage.name {
            faults.append(
              .outputInsideOutput(
                path: declared.path,
                stage: node.stage.name,
                line: declared.line,
                folder: outer
              )
            )
            break
          }
        }
      }
    }
  }
}
