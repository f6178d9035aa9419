internal import PipelineDescription
package import PipelinePlanning
internal import PipelineSystem

/// Finds out who makes and reads a file, and whether it is as it was left.
package struct FileJudge {
  private let workspace: Workspace
  private let memory: Memory
  private let judge: StatusJudge

  /// Takes who knows where the stages stand.
  package init(_ judge: StatusJudge) {
    (workspace, memory, self.judge) = (judge.workspace, judge.memory, judge)
  }

  /// What a file is to the pipeline.
  ///
  /// - Parameters:
  ///   - name: The path as it was typed.
  ///   - folder: Where it was typed, relative to the root; a path that says nothing there is taken
  ///     from the root.
  /// - Returns: The explanation; of a file that no stage has to do with, with the nearest path.
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

  /// The paths that may be meant, the likeliest first, each also as where its links lead.
  private func candidates(_ name: String, _ folder: Path) -> [Path] {
    let isPlain = !name.hasPrefix("/") && !name.hasPrefix("~")
    let spellings = (isPlain ? [folder.appending(name.utf8).bytes] : []) + [Array(name.utf8)]
    let paths = spellings.map { workspace.resolver.path(bytes: $0) }
    let real = paths.map { workspace.resolver.path(bytes: workspace.files.realPath(of: $0).bytes) }
    var seen: Set<Path> = []
    return (paths + real).filter { seen.insert($0).inserted }
  }

  private func explanation(of path: Path, _ links: FileLinks) -> FileExplanation {
    let maker = links.maker(of: path)
    return FileExplanation(
      path: path,
      state: workspace.files.state(of: path),
      maker: maker,
      readers: links.readers(of: path),
      former: maker == nil ? former(path) : nil
    )
  }

  private func former(_ path: Path) -> FormerOutput? {
    judge.formerOutputs(isThere: { _ in true }).first { $0.path == path || $0.path.isInside(path) }
  }

  private func makeLinks() -> FileLinks {
    // One look at each file, and one comparison for each stage.
    var planner = Planner(workspace: workspace, memory: memory)
    var known: [Int: [Reason]] = [:]
    return FileLinks(
      graph: workspace.graph,
      histories: memory.histories,
      differences: { stage in
        if let known = known[stage] { return known }
        let reasons = planner.differences(of: stage)
        known[stage] = reasons
        return reasons
      },
      verdict: { stage in
        let needed = workspace.graph.closure(of: [stage], over: workspace.graph.upstream(of:))
        return Causes(of: judge.plan(of: needed), in: workspace.graph).verdict(on: stage)
      }
    )
  }
}
