package import PipelinePlanning
internal import PipelineSystem

/// Finds the existing outputs of stages, without following links.
package struct OutputFinder {
  private let workspace: Workspace
  private let histories: Histories
  private var files: any FileSystem { workspace.files }

  /// With the digests in `histories`, the finder recognizes touched files as unchanged.
  package init(workspace: Workspace, histories: Histories) {
    self.workspace = workspace
    self.histories = histories
  }

  /// Returns the existing outputs in the order of execution.
  package func outputs(of stages: Set<StageID>) -> [FoundOutput] {
    workspace.graph.order.filter(stages.contains).flatMap { stage in
      workspace.graph.nodes[stage].outputs.compactMap { find($0, of: stage) }
    }
  }

  private func find(_ pattern: FilePattern, of stage: StageID) -> FoundOutput? {
    var output = FoundOutput(stage: stage, pattern: pattern)
    let path = pattern.path
    do throws(SystemFault) {
      guard let kind = try files.kind(of: path) else { return nil }
      let isFolder = pattern.kind == .folder
      // A link at a file's own path is the output itself, so only links in its folder are resolved.
      let place = isFolder ? path : path.parent ?? .root
      let real = place == .root ? place : files.realPath(of: place)
      if real != place {
        output.trouble = .elsewhere(real)
      } else if !isFolder, kind == .folder {
        output.trouble = .isFolder
      } else {
        output.entries = entries(of: pattern, kind, recorded(of: stage))
      }
    } catch {
      output.entries = [FoundEntry(ObservedFile(path, .unreadable(error)), .special)]
    }
    return output
  }

  private func entries(
    of pattern: FilePattern,
    _ kind: FolderEntry.Kind,
    _ recorded: [Path: ObservedFile]
  ) -> [FoundEntry] {
    var found: [FoundEntry] = []
    var open = [(path: pattern.path, kind: kind)]
    while let (path, kind) = open.popLast() {
      if kind != .folder || pattern.leavesOut(path, isFolder: true) {
        found.append(FoundEntry(observe(path, recorded[path]), kind))
        continue
      }
      do throws(SystemFault) {
        let inner = try files.entries(of: path).map { (path.appending($0.name), $0.kind) }
        found.append(FoundEntry(ObservedFile(path, files.state(of: path)), .folder))
        open += inner
      } catch {
        found.append(FoundEntry(ObservedFile(path, .unreadable(error)), .folder))
      }
    }
    return found.sorted { $0.path < $1.path }
  }

  /// Reads the digest if a file's stamp has changed but not its size, as the content may be the same.
  private func observe(_ path: Path, _ recorded: ObservedFile?) -> ObservedFile {
    var file = ObservedFile(path, files.state(of: path))
    if let recorded, recorded.digest != nil, recorded.state != file.state,
      recorded.state.stamp?.size == file.state.stamp?.size
    {
      file.digest = ContentReader.digest(of: file, in: files)
    }
    return file
  }

  private func recorded(of stage: StageID) -> [Path: ObservedFile] {
    let record = histories[workspace.graph.name(of: stage)]?.record
    return Dictionary(firstOf: (record?.outputs ?? []).flatMap(\.files).map { ($0.path, $0) })
  }
}
