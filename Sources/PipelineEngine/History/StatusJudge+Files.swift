internal import PipelineDescription
package import PipelinePlanning
internal import PipelineSystem

extension StatusJudge {
  /// Returns the stages that make and read a file, or the nearest known path if there are none.
  ///
  /// `name` is relative to `folder`, where the user typed it, or to the root if nothing is found in `folder`.
  package func explanation(of name: String, typedIn folder: Path) -> FileExplanation {
    let paths = candidates(name, folder)
    let links = makeLinks()
    let all = paths.map { explanation(of: $0, links) }
    let found = all.first(where: \.isKnown) ?? all.first { $0.state != .missing } ?? all[0]
    if found.isKnown { return found }
    var answer = found
    answer.nearest = paths.lazy.compactMap(links.nearest).first
    return answer
  }

  /// Returns the paths that the user could mean, the likeliest first, then these paths with links resolved.
  private func candidates(_ name: String, _ folder: Path) -> [Path] {
    let isPlain = !name.hasPrefix("/") && !name.hasPrefix("~")
    let spellings = (isPlain ? [folder.appending(name.utf8).bytes] : []) + [Array(name.utf8)]
    let paths = spellings.map { workspace.resolver.path(bytes: $0) }
    let real = paths.map { workspace.resolver.path(bytes: workspace.files.realPath(of: $0).bytes) }
    var seen: Set<Path> = []
    return (paths + real).filter { seen.insert($0).inserted }
  }

  private func explanation(of path: Path, _ links: FileLinks) -> FileExplanation {
    var explanation = FileExplanation(path: path, state: workspace.files.state(of: path))
    explanation.maker = links.maker(of: path)
    explanation.readers = links.readers(of: path)
    if explanation.maker == nil { explanation.former = former(path) }
    return explanation
  }

  private func former(_ path: Path) -> FormerOutput? {
    formerOutputs(isThere: { _ in true }).first { $0.path == path || $0.path.isInside(path) }
  }

  private func makeLinks() -> FileLinks {
    // All calls of `differences` share these variables, so that no file and no stage is examined twice.
    var planner = Planner(workspace: workspace, records: records)
    var known: [StageID: [Reason]] = [:]
    return FileLinks(
      graph: workspace.graph,
      histories: records.histories,
      differences: { stage in
        if let known = known[stage] { return known }
        let reasons = planner.differences(of: stage)
        known[stage] = reasons
        return reasons
      },
      verdict: { stage in
        let needed = closure(of: [stage], over: workspace.graph.upstream(of:))
        return Causes(of: plan(of: needed), in: workspace.graph).verdict(on: stage)
      }
    )
  }
}
