package import PipelinePlanning
internal import PipelineSystem

/// Finds what is there of the outputs of stages, without following any link.
package struct OutputFinder {
  private let workspace: Workspace
  private let histories: Histories
  private var files: any FileSystem { workspace.files }

  /// Takes what is remembered, by which it is known what a touched file once held.
  package init(workspace: Workspace, histories: Histories) {
    self.workspace = workspace
    self.histories = histories
  }

  /// What is there of the outputs of some stages, in the order of execution.
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
      // Of a file only its folder's links are followed: a link in its own place is the output.
      let place = isFolder ? path : path.parent ?? .root
      let real = place == .root ? place : files.realPath(of: place)
      if real != place {
        output.trouble = .elsewhere(real)
      } else if !isFolder, kind == .folder {
        output.trouble = .isFolder
      } else {
        output.entries = entries(at: path, kind, recorded(of: stage))
      }
    } catch {
      output.entries = [FoundEntry(ObservedFile(path, .unreadable(error)), .special)]
    }
    return output
  }

  /// What stands at a path, and all that is in it.
  private func entries(
    at path: Path,
    _ kind: FolderEntry.Kind,
    _ recorded: [Path: ObservedFile]
  ) -> [FoundEntry] {
    var found: [FoundEntry] = []
    var open = [(path: path, kind: kind)]
    while let (path, kind) = open.popLast() {
      if kind != .folder || Glob.ignoredNames.contains(Array(path.name)) {
        found.append(FoundEntry(observe(path, recorded[path]), kind))
        continue
      }
      do throws(SystemFault) {
        let inner = try files.entries(of: path).map { (path.appending($0.name), $0.kind) }
        found.append(FoundEntry(ObservedFile(path, files.state(of: path)), .folder))
        open += inner
      } catch {
        // Nothing can be said of what is in it.
        found.append(FoundEntry(ObservedFile(path, .unreadable(error)), .folder))
      }
    }
    return found.sorted { $0.path < $1.path }
  }

  /// A file as it is now; where it was only touched, with the digest by which that is seen.
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
