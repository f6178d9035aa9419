internal import PipelineDescription

/// Checks that each output is inside the root, and does not overlap with another stage's output, with a
/// script or an input file of its stage, or with the manifest, `parameters.json` or the state folder.
struct OutputCheck {
  private(set) var faults: [GraphFault] = []
  private let nodes: NodeList
  private let table: OutputTable
  /// The declaration of each entry of `table`, in the same order.
  private var declared: [Output] = []
  private let links: Links
  /// The state folder; `place` is its real path.
  private let state: (path: Path, place: Path)
  /// The manifest and `parameters.json`, with their real paths; empty if there is no manifest.
  private let ownFiles: [(path: Path, place: Path)]
  /// The indices of entries with a forbidden path; such an entry cannot own its path.
  private var refused: Set<Int> = []
  /// By real path, the index of the first valid entry, if the table's first entry at this path is refused.
  private var heirs: [Path: Int] = [:]

  init(nodes: NodeList, table: OutputTable, manifest: Path?, links: Links) {
    self.nodes = nodes
    self.table = table
    self.links = links
    state = (Path(".pipeline"), links.file(Path(".pipeline")))
    ownFiles = (manifest.map { [$0, Path("parameters.json")] } ?? []).map { ($0, links.file($0)) }
    declared.reserveCapacity(table.entries.count)
    for node in nodes {
      for (output, declared) in zip(node.outputs, node.stage.outputs) {
        let number = self.declared.count
        self.declared.append(declared)
        let place = table.entries[number].place
        let isWhereItMayBe =
          !declared.path.isEmpty && checkPlace(of: output, place, declared, node)
        if isWhereItMayBe { checkOwner(of: number) } else { refused.insert(number) }
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
    let declaredPlace = declared.place
    let path = declared.path
    let count = faults.count
    if case .glob = output.kind {
      faults.append(.outputIsGlob(stage: stage, path: path, place: declaredPlace))
    } else if output.path == .root {
      faults.append(.outputIsRoot(stage: stage, path: path, place: declaredPlace))
    } else if output.path.isAbsolute {
      faults.append(.outputOutsideRoot(stage: stage, path: path, place: declaredPlace))
    } else if covers(output, place, state.path, at: state.place)
      || output.path.isInside(state.path) || place.isInside(state.place)
    {
      faults.append(.outputInState(stage: stage, path: path, place: declaredPlace))
    } else if ownFiles.contains(where: { covers(output, place, $0.path, at: $0.place) }) {
      faults.append(.outputIsManifest(stage: stage, path: path, place: declaredPlace))
    } else if let script = node.scripts.first(where: { covers(output, place, $0) }) {
      faults.append(
        .outputIsScript(stage: stage, path: path, script: script.text, place: declaredPlace)
      )
    } else if let input = node.inputs.first(where: { isSame($0, output, place) }) {
      faults.append(
        .outputIsInput(stage: stage, path: path, place: declaredPlace, inputPlace: input.place)
      )
    }
    return faults.count == count
  }

  /// Whether the path is the output, or is inside the output folder.
  private func covers(
    _ output: FilePattern,
    _ place: Path,
    _ path: Path,
    at other: Path? = nil
  ) -> Bool {
    // `links.file` keeps the name of a file, so different names mean different files.
    if output.kind == .file, path.name != place.name { return false }
    let other = other ?? links.file(path)
    return output.path == path || place == other
      || (output.kind == .folder && (path.isInside(output.path) || other.isInside(place)))
  }

  /// Whether the input is the output itself; an input folder or glob leaves out the stage's own outputs.
  private func isSame(_ input: InputPattern, _ output: FilePattern, _ place: Path) -> Bool {
    switch input.pattern.kind {
    case .file: covers(output, place, input.pattern.path)
    case .folder:
      output.kind == .folder && place == links.folder(input.pattern.path)
    case .glob: false
    }
  }

  /// Returns the index of the first valid entry with this real path; nil if there is none.
  private func owner(of place: Path) -> Int? {
    table.number(at: place).flatMap { refused.contains($0) ? heirs[place] : $0 }
  }

  private mutating func checkOwner(of number: Int) {
    let place = table.entries[number].place
    let owner = owner(of: place)
    // Return early for nearly every output, because no other output has the same path.
    if owner == number { return }
    guard let owner else {
      heirs[place] = number
      return
    }
    let (output, other) = (output(number), output(owner))
    // Two scripts of one stage can write the same file, one after the other.
    if output.stage == other.stage { return }
    faults.append(
      .duplicateOutput(path: output.path, stage: output.stage, place: output.place, other: other)
    )
  }

  private mutating func checkFolders() {
    var known: [Path: Bool] = [:]
    for (number, entry) in table.entries.enumerated() {
      var above = entry.place.parent
      while let folder = above, folder != .root {
        defer { above = folder.parent }
        // Most outputs share a few folders, so a folder without an owner is looked up once.
        guard known[folder] != false else { continue }
        let owner = owner(of: folder)
        known[folder] = owner != nil
        guard let owner, table.entries[owner].maker != entry.maker else { continue }
        let (output, outer) = (output(number), output(owner))
        if output.stage == outer.stage { continue }
        let isLeftOut = nodes[table.entries[owner].maker].outputs.contains {
          $0.leavesOut(Path(output.path), isFolder: entry.isFolder)
        }
        if isLeftOut { continue }
        faults.append(
          .outputInsideOutput(
            path: output.path,
            stage: output.stage,
            place: output.place,
            folder: outer
          )
        )
        break
      }
    }
  }

  private func output(_ number: Int) -> GraphFault.DeclaredOutput {
    GraphFault.DeclaredOutput(
      path: declared[number].path,
      stage: nodes[table.entries[number].maker].stage.name,
      place: declared[number].place
    )
  }
}
