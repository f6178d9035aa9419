internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineSystem

/// Makes a snapshot from the records at the end of a run; files are not checked until the next run.
struct SnapshotMaker {
  private let workspace: Workspace
  private var snapshot: Snapshot
  private var histories: Histories
  /// The positions in `snapshot.files`, by path.
  private var numbers: [Path: Int] = [:]
  private var linkNumbers: [Path: Int] = [:]
  /// The positions in `snapshot.sets`, by a key that stages share if they look for the same files.
  private var setNumbers: [[UInt8]: Int] = [:]

  /// The positions of a stage's files and sets in the snapshot's lists.
  private struct Files {
    var plain: [Int] = []
    var linked: [Int] = []
    var sets: [Int] = []
  }

  /// Returns nil if the fingerprint no longer holds, or if the records are missing or cannot be indexed.
  static func snapshot(
    of workspace: Workspace,
    _ fingerprint: Snapshot.Fingerprint
  ) throws(SystemFault) -> Snapshot? {
    guard let fingerprint = fingerprint.renewed(workspace.files),
      let bytes = try workspace.files.contents(of: RecordStore.path)
    else { return nil }
    var reader = RecordReader(bytes: bytes, isIndexing: true)
    reader.readAll()
    guard let index = reader.finishedIndex else { return nil }
    var maker = SnapshotMaker(workspace, fingerprint, reader.records.histories)
    maker.snapshot.records = index
    maker.noteGraph()
    for stage in workspace.graph.stages { maker.certainty(of: stage) }
    return maker.snapshot
  }

  private init(_ workspace: Workspace, _ fingerprint: Snapshot.Fingerprint, _ histories: Histories)
  {
    self.workspace = workspace
    self.histories = histories
    snapshot = Snapshot(on: fingerprint)
  }

  private mutating func noteGraph() {
    let graph = workspace.graph
    snapshot.parameters = workspace.parameters.recipe
    snapshot.inherited = workspace.inheritedVariables
    snapshot.variables = Snapshot.variables(snapshot.inherited, in: workspace)
    snapshot.graphName = graph.name
    snapshot.names = graph.stages.map(graph.name(of:))
    snapshot.order = graph.order.map { Int32($0.index) }
    snapshot.upstream = graph.edges.upstream
    snapshot.reads = graph.edges.reads
    snapshot.makerLists = graph.edges.makerLists
    snapshot.exclusives = graph.exclusives
  }

  private mutating func certainty(of stage: StageID) {
    let files = files(of: stage)
    let certainty: Snapshot.Certainty =
      files == nil ? .nothing : isReady(stage) ? .upToDateAndReady : .upToDate
    snapshot.certainties.append(certainty)
    snapshot.stageFiles.append(files?.plain ?? [])
    snapshot.stageLinks.append(files?.linked ?? [])
    snapshot.stageSets.append(files?.sets ?? [])
  }

  /// Whether the stage has no externals, and its record says that all its scripts and inputs exist.
  private func isReady(_ stage: StageID) -> Bool {
    let node = workspace.graph.nodes[stage]
    guard node.stage.externals.isEmpty, let record = histories[node.stage.name]?.record else {
      return false
    }
    return record.scripts.allSatisfy { $0.state.trouble(as: .file) == nil }
      && zip(node.inputs, record.inputs).allSatisfy { input, set in
        !set.files.isEmpty && input.pattern.troubles(in: set).isEmpty
      }
  }

  /// Returns nil if the stage would not be up to date with the files in its record.
  private mutating func files(of stage: StageID) -> Files? {
    let node = workspace.graph.nodes[stage]
    guard let history = histories[node.stage.name], let record = history.record else { return nil }
    let outputs = node.distinctOutputs
    guard record.formerOutputs.isEmpty, record.scripts.map(\.path) == node.scripts,
      record.inputs.map(\.pattern).exactly(node.inputs.map(\.text)),
      record.outputs.map(\.pattern).exactly(outputs.map(\.text))
    else { return nil }
    var asRecorded = Observation(of: record)
    asRecorded.recipe = workspace.recipe(of: node)
    asRecorded.upstream = workspace.upstreamRuns(of: stage, histories)
    guard StalenessRule(basis: .records).reasons(asRecorded, history: history).isEmpty,
      !workspace.isJudgedByContent(node.stage) || asRecorded.isNoted(in: record)
    else { return nil }
    return note(record, node, outputs, stage)
  }

  private mutating func note(
    _ record: Record,
    _ node: Graph.Node,
    _ outputs: [FilePattern],
    _ stage: StageID
  ) -> Files? {
    var files = Files()
    for file in record.scripts { guard note(file, &files) else { return nil } }
    var known = Snapshot.KnownSet(stage: stage, position: 0, isOutput: false, files: [])
    for (position, (input, set)) in zip(node.inputs, record.inputs).enumerated() {
      (known.position, known.files) = (position, set.files)
      let isNoted = note(known, input.pattern, &files) {
        input.lookKey(apartFrom: node.outputs.filter { input.reads($0) })
      }
      guard isNoted else { return nil }
    }
    known.isOutput = true
    for (position, (output, set)) in zip(outputs, record.outputs).enumerated() {
      (known.position, known.files) = (position, set.files)
      let isNoted = note(known, output, &files) { [0] + Array(output.text.utf8) }
      guard isNoted else { return nil }
    }
    return files
  }

  /// Adds a file; false if the table cannot hold it, or if another stage recorded a different state, so that
  /// one of the two stages is not up to date.
  private mutating func note(_ file: ObservedFile, _ files: inout Files) -> Bool {
    if case .present(let stamp) = file.state, stamp.link != nil {
      if let number = linkNumbers[file.path] {
        files.linked.append(number)
        return snapshot.linkedFiles[number].state == file.state
      }
      linkNumbers[file.path] = snapshot.linkedFiles.count
      files.linked.append(snapshot.linkedFiles.count)
      snapshot.linkedFiles.append(ObservedFile(file.path, file.state))
      return true
    }
    if let number = numbers[file.path] {
      files.plain.append(number)
      return snapshot.files.state(of: number) == file.state
    }
    guard StampTable.holds(file.state), snapshot.files.hasRoom(for: file.path) else { return false }
    numbers[file.path] = snapshot.files.count
    files.plain.append(snapshot.files.count)
    snapshot.files.append(file.path, file.state)
    return true
  }

  /// Adds a set; false if a file was unreadable, or if another stage recorded other files for the same key.
  private mutating func note(
    _ set: Snapshot.KnownSet,
    _ pattern: FilePattern,
    _ files: inout Files,
    key: () -> [UInt8]
  ) -> Bool {
    if pattern.kind == .file { return set.files.count == 1 && note(set.files[0], &files) }
    let isReadable = set.files.allSatisfy { file in
      if case .unreadable = file.state { false } else { true }
    }
    guard isReadable else { return false }
    var set = set
    // The snapshot needs no digests, because they are read from the records.
    for index in set.files.indices { set.files[index].digest = nil }
    let key = key()
    if let number = setNumbers[key] {
      files.sets.append(number)
      return snapshot.sets[number].files == set.files
    }
    setNumbers[key] = snapshot.sets.count
    files.sets.append(snapshot.sets.count)
    snapshot.sets.append(set)
    return true
  }
}

extension [String] {
  /// Compares byte for byte, because `==` ignores differences in Unicode normalization.
  fileprivate func exactly(_ other: [String]) -> Bool {
    elementsEqual(other) { $0.utf8.elementsEqual($1.utf8) }
  }
}
