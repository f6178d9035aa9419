package import PipelineDescription
package import PipelinePlanning
package import PipelineSystem

/// The door to the snapshot: what the last run knew, so that this session need not find it out again.
///
/// Nothing outside this folder sees a snapshot. Whatever it does not hold for is found out as if there
/// were none.
package struct KnownState: Sendable {
  /// The inputs that the graph depends on; nil disables the snapshot.
  private var fingerprint: Snapshot.Fingerprint?
  /// The hash of the manifest; nil where it is not known.
  var manifestHash: UInt64? { fingerprint?.manifest.hash }
  /// The snapshot of the last run, where its fingerprint holds.
  private(set) var snapshot: Snapshot?
  /// The files that were asked for while the manifest ran; nil where that was not worth it.
  var prefetch: Prefetch?
  /// The bytes of the lock's file before this session took it; nil if it has not.
  private var foundLock: [UInt8]?

  /// The build of the tool.
  private let tool: String
  let resolver: PathResolver
  let files: any FileSystem

  /// Nothing is known yet.
  package init(tool: String, resolver: PathResolver, files: any FileSystem) {
    (self.tool, self.resolver, self.files) = (tool, resolver, files)
  }

  /// Begins to ask for the files of the last run, while the manifest runs.
  package mutating func beginPrefetch() { prefetch = Prefetch(files) }

  /// Notes that this session has taken the lock, and what its file held before.
  package mutating func noteLock(found: [UInt8]) { foundLock = found }

  /// Where each record lies in the records' file, as far as the last run knew.
  package var records: RecordIndex? { snapshot?.records }

  /// Returns the last run's pipeline, if the same one would come of this manifest now.
  ///
  /// A stage of it is read only when somebody asks for it.
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
    let graph = found.graph { index in
      guard let stage = text.stage(index, places) else {
        preconditionFailure("a text that was read before cannot be read again")
      }
      return Graph.Node(stage, resolver: resolver)
    }
    return (graph, defaults)
  }

  /// Notes the inputs of a graph that is not the last run's.
  ///
  /// - Parameters:
  ///   - text: The manifest.
  ///   - places: Where the stages stand in it.
  ///   - realPaths: The folders of which it was asked where they really are, with the answers.
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

  /// The stages of which it is certain how they stand.
  package func stages(of workspace: Workspace) -> KnownStages {
    KnownStages(
      unchanged: { unchanged(among: $0, $1, in: workspace) },
      asDeclared: { asDeclared($0, in: workspace) }
    )
  }

  /// Writes a new snapshot where that of the run before says too little by now.
  ///
  /// What cannot be written is found out once more the next time, and is no fault of the run.
  ///
  /// - Parameters:
  ///   - memory: What is remembered after the run.
  ///   - workspace: The pipeline.
  package func renew(after memory: Memory, in workspace: Workspace) {
    guard !isKnown(memory, in: workspace), let fingerprint,
      let snapshot = try? SnapshotMaker.snapshot(of: workspace, fingerprint)
    else { return }
    try? workspace.files.replace(Snapshot.path, with: snapshot.bytes, isLasting: false)
    workspace.files.removeUnfinished(Snapshot.path)
  }

  /// Whether the snapshot there is says enough: a few stages of which there is news are judged quickly.
  private func isKnown(_ memory: Memory, in workspace: Workspace) -> Bool {
    believedSnapshot(memory.histories, in: workspace) != nil
      && memory.histories.news.count * 100 <= workspace.graph.nodes.count
  }

  /// Looks which stages are as the snapshot has them.
  ///
  /// That one of these is up to date needs no further look: nothing that the rule goes by is other
  /// than when the rule found so. Of all others nothing is said.
  private func unchanged(
    among selected: Set<StageID>,
    _ histories: Histories,
    in workspace: Workspace
  ) -> UnchangedStages {
    guard let snapshot = believedSnapshot(histories, in: workspace) else {
      return UnchangedStages()
    }
    var certainties = snapshot.certainties
    for index in certainties.indices where !selected.contains(index) {
      certainties[index] = .nothing
    }
    for index in stages(touchedBy: histories.news, in: workspace.graph) {
      certainties[index] = .nothing
    }
    let prefetch = trustedPrefetch(histories, workspace.files)
    snapshot.compare(&certainties, with: workspace, prefetch)
    return UnchangedStages(
      upToDate: certainties.map { $0 != .nothing },
      ready: certainties.map { $0 == .upToDateAndReady }
    )
  }

  /// The prefetch, where nothing that takes part in a run can have changed a file since.
  ///
  /// What is left of an attempt that came to no end may have, before it was ended and undone.
  private func trustedPrefetch(_ histories: Histories, _ files: any FileSystem) -> Prefetch? {
    guard let prefetch, prefetch.holds(foundLock, files) else { return nil }
    let isAnyOpen = histories.unfinished.values.contains { history in
      if case .started = history.lastAttempt { true } else { false }
    }
    return isAnyOpen ? nil : prefetch
  }

  /// The snapshot, where it was made of these records, and stages are told the same as then.
  private func believedSnapshot(_ histories: Histories, in workspace: Workspace) -> Snapshot? {
    guard let snapshot, histories.base != nil, snapshot.holds(for: workspace) else { return nil }
    return snapshot
  }

  /// The stages without news whose records name what they declare, and nothing that they made before.
  private func asDeclared(_ histories: Histories, in workspace: Workspace) -> Set<String> {
    guard let snapshot = believedSnapshot(histories, in: workspace) else { return [] }
    let graph = workspace.graph
    let certain = graph.nodes.indices.filter { snapshot.certainties[$0] != .nothing }
    return Set(certain.map { graph.name(of: $0) }).subtracting(histories.news)
  }

  /// The stages of which there is news, and those that wait for one of them by its name alone.
  private func stages(touchedBy news: some Collection<String>, in graph: Graph) -> Set<StageID> {
    if news.isEmpty { return [] }
    let names = Set(news)
    let touched = graph.nodes.indices.filter { names.contains(graph.name(of: $0)) }
    var stages = Set(touched)
    for index in touched {
      for other in graph.downstream(of: index)
      where graph.unconnectedUpstream(of: other).contains(index) { stages.insert(other) }
    }
    return stages
  }
}
