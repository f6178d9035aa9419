internal import PipelineDescription

/// Checks where the outputs lie: in the root, each with one maker, apart from what is not theirs.
struct OutputCheck {
  private(set) var faults: [GraphFault] = []
  private let manifest: Path?
  private let links: Links

  init(nodes: [Graph.Node], manifest: Path?, links: Links) {
    self.manifest = manifest
    self.links = links
    var makers: [Path: GraphFault.DeclaredOutput] = [:]
    for node in nodes {
      for (output, declared) in zip(node.outputs, node.stage.outputs) where !declared.path.isEmpty {
        let isWhereItMayBe = checkPlace(of: output, declared, node)
        if isWhereItMayBe { checkOwner(of: output, declared, node, &makers) }
      }
    }
    checkFolders(nodes, makers)
  }

  private mutating func checkPlace(
    of output: FilePattern,
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
    } else if covers(output, Path(".pipeline")) || output.path.isInside(Path(".pipeline")) {
      faults.append(.outputInState(stage: stage, path: path, line: line))
    } else if let manifest, covers(output, manifest) || covers(output, Path("parameters.json")) {
      faults.append(.outputIsManifest(stage: stage, path: path, line: line))
    } else if let script = node.scripts.first(where: { covers(output, $0) }) {
      faults.append(.outputIsScript(stage: stage, path: path, script: script.text, line: line))
    } else if let input = node.inputs.first(where: { isSame($0, output) }) {
      faults.append(.outputIsInput(stage: stage, path: path, line: line, inputLine: input.line))
    }
    return faults.count == count
  }

  /// Whether the path is this output, or lies in this output folder.
  private func covers(_ output: FilePattern, _ path: Path) -> Bool {
    let place = links.place(of: output)
    let other = links.file(path)
    return output.path == path || place == other
      || (output.kind == .folder && (path.isInside(output.path) || other.isInside(place)))
  }

  /// A glob or a folder around an output is no fault: its own outputs are never among its matches.
  private func isSame(_ input: InputPattern, _ output: FilePattern) -> Bool {
    switch input.pattern.kind {
    case .file: covers(output, input.pattern.path)
    case .folder:
      output.kind == .folder && links.folder(output.path) == links.folder(input.pattern.path)
    case .glob: false
    }
  }

  private mutating func checkOwner(
    of output: FilePattern,
    _ declared: Output,
    _ node: Graph.Node,
    _ makers: inout [Path: GraphFault.DeclaredOutput]
  ) {
    let place = links.place(of: output)
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
    for node in nodes {
      for (output, declared) in zip(node.outputs, node.stage.outputs) where output.path != .root {
        var above = links.place(of: output).parent
        while let folder = above, folder != .root {
          if let outer = makers[folder], outer.stage != node.stage.name {
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
          above = folder.parent
        }
      }
    }
  }
}
