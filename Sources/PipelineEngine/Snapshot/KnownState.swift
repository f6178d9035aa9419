package import PipelineDescription
package import PipelinePlanning
package import PipelineSystem

/// The facts known from the last run, and the only access to its snapshot.
///
/// With them a session need not find everything out again. Nothing outside this folder sees a
/// snapshot. Where the snapshot does not hold, the session works as if there were none.
package struct KnownState: Sendable {
  /// The inputs that the graph depends on; nil disables the snapshot.
  private var fingerprint: Snapshot.Fingerprint?
  /// The hash of the manifest; nil if it is unknown.
  var manifestHash: UInt64? { fingerprint?.manifest.hash }
  /// The snapshot of the last run, if its fingerprint holds.
  private(set) var snapshot: Snapshot?
  /// The check of files that runs beside the manifest; nil if none was started.
  var prefetch: Prefetch?
  /// The contents of the lock file before this session took the lock; nil if it has not.
  private var foundLock: [UInt8]?

  /// The build of the tool.
  private let tool: String
  let resolver: PathResolver
  let files: any FileSystem

  package init(tool: String, resolver: PathResolver, files: any FileSystem) {
    (self.tool, self.resolver, self.files) = (tool, resolver, files)
  }

  /// Starts to check the files of the last run, while the manifest runs.
  package mutating func beginPrefetch() { prefetch = Prefetch(files) }

  /// Notes that this session has taken the lock, and what the lock file held before.
  package mutating func noteLock(found: [UInt8]) { foundLock = found }

  /// The positions of entries in the records file, from the last run; nil without a snapshot.
  package var records: RecordIndex? { snapshot?.records }

  /// Returns the last run's pipeline, if the manifest would still produce the same one.
  ///
  /// Each stage is read from the text only when it is needed.
  package mutating func pipeline(
    of text: any ManifestText
  ) -> (graph: Graph, defaults: Pipeline)? {
    guard let found = prefetch?.snapshot ?? Snapshot(reading: files),
      found.fingerprint.holds(
        tool: tool,
        manifest: text.identity,
        resolver: resolver,
        files: files
      ),
      let defaults = text.defaults(found.fingerprint.places)
    else { return nil }
    (snapshot, fingerprint) = (found, found.fingerprint)
    let (places, resolver) = (found.fingerprint.places, resolver)
    let graph = found.graph { id in
      guard let stage = text.stage(id, places) else {
        preconditionFailure("a text that was read before cannot be read again")
      }
      return Graph.Node(stage, resolver: resolver)
    }
    return (graph, defaults)
  }

  /// Notes the inputs of a graph that differs from the last run's.
  ///
  /// `places` are the positions of the stages in the manifest. `realPaths` are the folders that the
  /// graph resolved, with their real paths.
  package mutating func note(
    _ text: any ManifestText,
    _ places: StagePlaces,
    realPaths: [Path: Path]
  ) {
    fingerprint = Snapshot.Fingerprint(
      tool: tool,
      manifest: text.identity,
      places: places,
      realPaths: realPaths,
      resolver: resolver,
      files: files
    )
  }

  /// Returns the stages whose state is certain without judging each of them.
  package func stages(of workspace: Workspace) -> KnownStages {
    KnownStages(
      unchanged: { unchanged(among: $0, $1, in: workspace) },
      asDeclared: { asDeclared($0, in: workspace) }
    )
  }

  /// Writes a new snapshot if the previous one covers too little by now.
  ///
  /// `memory` holds the records after the run. A failed write is no fault of the run: the next run
  /// finds everything out again.
  package func renew(after memory: Memory, in workspace: Workspace) {
    guard !isKnown(memory, in: workspace), let fingerprint,
      let snapshot = try? SnapshotMaker.snapshot(of: workspace, fingerprint)
    else { return }
    try? workspace.files.replace(Snapshot.path, with: snapshot.bytes, isLasting: false)
    workspace.files.removeUnfinished(Snapshot.path)
  }

  /// Whether the existing snapshot covers enough: at most 1% of the stages have news.
  ///
  /// The next run judges so few stages quickly.
  private func isKnown(_ memory: Memory, in workspace: Workspace) -> Bool {
    believedSnapshot(memory.histories, in: workspace) != nil
      && memory.histories.news.count * 100 <= workspace.graph.nodes.count
  }

  /// Returns the stages that are still as the snapshot describes them.
  ///
  /// These are up to date without a further look: nothing that the rule uses has changed since the
  /// rule judged them. About all other stages the result says nothing.
  private func unchanged(
    among selected: Set<StageID>,
    _ histories: Histories,
    in workspace: Workspace
  ) -> UnchangedStages {
    guard let snapshot = believedSnapshot(histories, in: workspace) else {
      return UnchangedStages()
    }
    var certainties = snapshot.certainties
    for stage in certainties.stages where !selected.contains(stage) {
      certainties[stage] = .nothing
    }
    for stage in stages(touchedBy: histories.news, in: workspace.graph) {
      certainties[stage] = .nothing
    }
    let prefetch = trustedPrefetch(histories, workspace.files)
    snapshot.compare(&certainties, with: workspace, prefetch)
    return UnchangedStages(
      upToDate: StageTable(certainties.values.map { $0 != .nothing }),
      ready: StageTable(certainties.values.map { $0 == .upToDateAndReady })
    )
  }

  /// Returns the prefetch, if no part of a run can have changed a file since it started.
  ///
  /// An interrupted attempt may have left processes that changed files until recovery ended and
  /// undid it.
  private func trustedPrefetch(_ histories: Histories, _ files: any FileSystem) -> Prefetch? {
    guard let prefetch, prefetch.holds(foundLock, files) else { return nil }
    let isAnyOpen = histories.unfinished.values.contains { history in
      if case .started = history.lastAttempt { true } else { false }
    }
    return isAnyOpen ? nil : prefetch
  }

  /// Returns the snapshot, if it was made of these records and parameters and variables are unchanged.
  private func believedSnapshot(_ histories: Histories, in workspace: Workspace) -> Snapshot? {
    guard let snapshot, histories.base != nil, snapshot.holds(for: workspace) else { return nil }
    return snapshot
  }

  /// Returns the stages without news whose records name what they declare, and no former outputs.
  private func asDeclared(_ histories: Histories, in workspace: Workspace) -> Set<String> {
    guard let snapshot = believedSnapshot(histories, in: workspace) else { return [] }
    let graph = workspace.graph
    let certain = graph.stages.filter { snapshot.certainties[$0] != .nothing }
    return Set(certain.map { graph.name(of: $0) }).subtracting(histories.news)
  }

  /// Returns the stages with news, and the stages that depend on one of them without a connecting file.
  private func stages(touchedBy news: some Collection<String>, in graph: Graph) -> Set<StageID> {
    if news.isEmpty { return [] }
    let names = Set(news)
    let touched = graph.stages.filter { names.contains(graph.name(of: $0)) }
    var stages = Set(touched)
    for stage in touched {
      for other in graph.downstream(of: stage)
      where graph.unconnectedUpstream(of: other).contains(stage) { stages.insert(other) }
    }
    return stages
  }
}
