package import PipelineDescription
package import PipelinePlanning
package import PipelineSystem

/// The only access to the snapshot of the last run; without a valid snapshot, a session is just slower.
package struct KnownState: Sendable {
  /// Everything that the graph depends on; nil disables the snapshot.
  private var fingerprint: Snapshot.Fingerprint?
  var manifestHash: UInt64? { fingerprint?.manifest.hash }
  /// The snapshot of the last run, if its fingerprint holds.
  private(set) var snapshot: Snapshot?
  var prefetch: Prefetch?
  /// The content of the lock file just before this session took the lock; nil if it has not taken the lock.
  private var foundLock: [UInt8]?

  private let tool: String
  let resolver: PathResolver
  let files: any FileSystem

  package init(tool: String, resolver: PathResolver, files: any FileSystem) {
    (self.tool, self.resolver, self.files) = (tool, resolver, files)
  }

  package mutating func beginPrefetch() { prefetch = Prefetch(files) }

  package mutating func noteLock(found: [UInt8]) { foundLock = found }

  package var recordIndex: RecordIndex? { snapshot?.records }

  /// Returns the pipeline of the last run if the manifest would give the same; reads each stage when needed.
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
    let ignored = IgnoreList(defaults, resolver: resolver)
    let graph = found.graph { id in
      guard let stage = text.stage(id, places) else {
        preconditionFailure("a text that was read before cannot be read again")
      }
      return Graph.Node(stage, resolver: resolver, ignored: ignored)
    }
    return (graph, defaults)
  }

  /// Takes the fingerprint of a new graph; `realPaths` has the real path of each folder in the graph.
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

  package func stages(of workspace: Workspace) -> KnownStages {
    KnownStages(
      unchanged: { unchanged(among: $0, $1, in: workspace) },
      asDeclared: { asDeclared($0, in: workspace) }
    )
  }

  /// Writes a new snapshot if the previous one is out of date; a failure only makes the next run slower.
  package func renew(after records: Records, in workspace: Workspace) {
    guard !isKnown(records, in: workspace), let fingerprint,
      let snapshot = try? SnapshotMaker.snapshot(of: workspace, fingerprint)
    else { return }
    try? workspace.files.replace(Snapshot.path, with: snapshot.bytes, isLasting: false)
    workspace.files.removeUnfinished(Snapshot.path)
  }

  /// Whether the snapshot holds, except for at most 1% of the stages, which the next run judges quickly.
  private func isKnown(_ records: Records, in workspace: Workspace) -> Bool {
    believedSnapshot(records.histories, in: workspace) != nil
      && records.histories.news.count * 100 <= workspace.graph.nodes.count
  }

  /// Returns the stages that are certainly up to date, because nothing about them changed since the snapshot.
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

  /// Returns the prefetch, unless a run or an orphan of a dead run could have changed a file since its start.
  private func trustedPrefetch(_ histories: Histories, _ files: any FileSystem) -> Prefetch? {
    guard let prefetch, prefetch.holds(foundLock, files) else { return nil }
    let isAnyOpen = histories.unfinished.values.contains { history in
      if case .started = history.lastAttempt { true } else { false }
    }
    return isAnyOpen ? nil : prefetch
  }

  /// Returns the snapshot if it fits these records, and parameters and variables are unchanged.
  private func believedSnapshot(_ histories: Histories, in workspace: Workspace) -> Snapshot? {
    guard let snapshot, histories.base != nil, snapshot.holds(for: workspace) else { return nil }
    return snapshot
  }

  /// Returns the stages without entries after the snapshot whose records have exactly the declared outputs.
  private func asDeclared(_ histories: Histories, in workspace: Workspace) -> Set<String> {
    guard let snapshot = believedSnapshot(histories, in: workspace) else { return [] }
    let graph = workspace.graph
    let certain = graph.stages.filter { snapshot.certainties[$0] != .nothing }
    return Set(certain.map { graph.name(of: $0) }).subtracting(histories.news)
  }

  /// Returns the stages in `news`, and stages that depend on one of these without reading its files.
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
