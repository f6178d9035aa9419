internal import PipelineDescription

/// Decides which files that no stage makes anymore `clean --obsolete` removes.
///
/// A file that a stage declares by name as an input, a script or an external is a source now, not obsolete.
package struct ObsoleteCleaning {
  private let sources: Set<Path>
  private let histories: Histories
  private let rule: CleaningRule

  /// `ownFiles` are the manifest and other files of the pipeline itself.
  package init(
    graph: Graph,
    histories: Histories,
    ownFiles: Set<Path>,
    resolver: PathResolver,
    rule: CleaningRule
  ) {
    let inputs = graph.nodes.flatMap(\.inputs).map(\.pattern).filter { $0.kind == .file }
    let externals = graph.nodes.flatMap(\.stage.externals).filter { $0.kind == .file }
    sources = ownFiles.union(inputs.map(\.path)).union(graph.nodes.flatMap(\.scripts))
      .union(externals.map { resolver.path($0.text) })
    (self.histories, self.rule) = (histories, rule)
  }

  package func isObsolete(_ output: FormerOutput) -> Bool { !sources.contains(output.path) }

  /// Returns the former outputs to remove and to keep; `entries` are those on the disk, with their real folders.
  package func cleaning(
    of entries: [(output: FormerOutput, entry: FoundEntry, folder: Path?)]
  ) -> Cleaning {
    var cleaning = Cleaning()
    // By stage and path, because a stage can have made many thousands of files.
    var made: [String: [Path: ObservedFile]] = [:]
    for (output, _, _) in entries where made[output.stage] == nil {
      let files = (histories[output.stage]?.record?.outputs ?? []).flatMap(\.files)
      made[output.stage] = Dictionary(firstOf: files.map { ($0.path, $0) })
    }
    for (output, entry, folder) in entries where isObsolete(output) {
      if let reason = reasonToKeep(output, entry, folder, made) {
        cleaning.left.append(
          Cleaning.Left(
            path: output.path,
            output: output.path.text,
            stage: output.stage,
            reason: reason
          )
        )
        continue
      }
      cleaning.items.append(
        Cleaning.Item(path: output.path, state: entry.file.state, size: entry.size)
      )
      cleaning.places.append(
        Cleaning.Place(
          text: output.path.text,
          stage: output.stage,
          files: 1,
          size: entry.size,
          isFolder: false
        )
      )
    }
    return cleaning
  }

  private func reasonToKeep(
    _ output: FormerOutput,
    _ entry: FoundEntry,
    _ folder: Path?,
    _ made: [String: [Path: ObservedFile]]
  ) -> CleaningRule.Reason? {
    if let folder, folder != output.path.parent { return .elsewhere(folder) }
    if entry.kind == .folder { return .isFolder }
    if case .unreadable(let fault) = entry.file.state { return .unreadable(fault) }
    var evidence = CleaningRule.Evidence(entry: entry)
    // The record of a stage that has run since under another declaration no longer has the file.
    if case .made = output.run { evidence.recorded = made[output.stage]?[output.path] }
    evidence.lastAttempt = .succeeded
    return rule.reasonToKeep(evidence)
  }
}
