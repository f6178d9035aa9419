internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineSystem

/// Finds the files that a run made and that no stage makes anymore.
struct ObsoleteFinder {
  let workspace: Workspace
  let histories: Histories

  private var files: any FileSystem { workspace.files }

  func cleaning(_ rule: CleaningRule, ownFiles: Set<Path>) -> Cleaning {
    let realPaths = RealPaths(files: files)
    let outputs = FormerOutput.all(
      in: histories,
      of: workspace.graph,
      realPath: { realPaths($0) },
      isThere: { files.state(of: $0) != .missing }
    )
    let entries = outputs.map { output in
      let folder = output.path.parent.map { $0 == .root ? $0 : files.realPath(of: $0) }
      return (output, entry(output.path), folder)
    }
    let cleaning = ObsoleteCleaning(
      graph: workspace.graph,
      histories: histories,
      ownFiles: ownFiles,
      resolver: workspace.resolver,
      rule: rule
    )
    return cleaning.cleaning(of: entries)
  }

  private func entry(_ path: Path) -> FoundEntry {
    do throws(SystemFault) {
      let kind = try files.kind(of: path) ?? .special
      return FoundEntry(ObservedFile(path, files.state(of: path)), kind)
    } catch {
      return FoundEntry(ObservedFile(path, .unreadable(error)), .special)
    }
  }
}
