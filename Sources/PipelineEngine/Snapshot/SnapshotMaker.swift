internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineSystem

/// Makes a snapshot of what is known when a run ends.
///
/// It looks at no file that a stage names: what the records say was there is what it expects, and
/// whether that is so is for the next run to see. A stage is covered if the rule finds it up to date
/// with just those files.
struct SnapshotMaker {
  private let workspace: Workspace
  private var snapshot: Snapshot
  private var histories: Histories
  /// By path, its number in the table.
  private var numbers: [Path: Int] = [:]
  /// By path, its number among those behind links.
  private var linkNumbers: [Path: Int] = [:]
  /// By what is asked for, its number among the sets.
  private var setNumbers: [[UInt8]: Int] = [:]

  /// What a stage's files are, by their numbers.
  private struct Files {
    var plain: [Int] = []
    var linked: [Int] = []
    var sets: [Int] = []
  }

  /// The snapshot of a root in which a run has ended; nil where there is nothing that one could stand on.
  ///
  /// - Parameters:
  ///   - workspace: The pipeline.
  ///   - fingerprint: What its graph was made of.
  /// - Returns: The snapshot.
  /// - Throws: The error of the system in reading the records.
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
    var maker = SnapshotMaker(workspace, fingerprint, reader.histories)
    maker.snapshot.records = index
    maker.noteGraph()
    for index in workspace.graph.nodes.indices { maker.certainty(index) }
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
    snapshot.variables = Snapshot.variables(snapshot.inherited, in: workspace.environment)
    snapshot.graphName = graph.name
    snapshot.names = graph.nodes.indices.map(graph.name(of:))
    snapshot.order = graph.order.map { Int32($0) }
    snapshot.upstream = graph.edges.upstream
    snapshot.reads = graph.edges.reads
    snapshot.makerLists = graph.edges.makerLists
    snapshot.exclusives = graph.exclusives
  }

  private mutating func certainty(_ index: Int) {
    let files = files(of: index)
    let certainty: Snapshot.Certainty =
      files == nil ? .nothing : isReady(index) ? .upToDateAndReady : .upToDate
    snapshot.certainties.append(certainty)
    snapshot.stageFiles.append(files?.plain ?? [])
    snapshot.stageLinks.append(files?.linked ?? [])
    snapshot.stageSets.append(files?.sets ?? [])
  }

  /// Whether what a stage reads is all there as its record has it, and it needs nothing else.
  private func isReady(_ index: Int) -> Bool {
    let node = workspace.graph.nodes[index]
    guard node.stage.externals.isEmpty, let record = histories[node.stage.name]?.record else {
      return false
    }
    return record.scripts.allSatisfy { $0.state.trouble(as: .file) == nil }
      && zip(node.inputs, record.inputs).allSatisfy { input, set in
        !set.files.isEmpty && input.pattern.troubles(in: set).isEmpty
      }
  }

  /// The files of a stage; nil where it would not be up to date with them.
  private mutating func files(of index: Int) -> Files? {
    let node = workspace.graph.nodes[index]
    guard let history = histories[node.stage.name], let record = history.record else { return nil }
    let outputs = node.distinctOutputs
    guard record.formerOutputs.isEmpty, record.scripts.map(\.path) == node.scripts,
      record.inputs.map(\.pattern).exactly(node.inputs.map(\.text)),
      record.outputs.map(\.pattern).exactly(outputs.map(\.text))
    else { return nil }
    let asRecorded = Observation(
      recipe: workspace.recipe(of: node),
      scripts: record.scripts,
      inputs: record.inputs,
      outputs: record.outputs,
      upstream: workspace.upstreamRuns(of: index, histories)
    )
    guard StalenessRule(basis: .records).reasons(asRecorded, history: history).isEmpty,
      !workspace.isJudgedByContent(node.stage) || asRecorded.isNoted(in: record)
    else { return nil }
    return note(record, node, outputs, index)
  }

  private mutating func note(
    _ record: Record,
    _ node: Graph.Node,
    _ outputs: [FilePattern],
    _ index: Int
  ) -> Files? {
    var files = Files()
    for file in record.scripts { guard note(file, &files) else { return nil } }
    for (position, (input, set)) in zip(node.inputs, record.inputs).enumerated() {
      let known = Snapshot.KnownSet(
        stage: index,
        position: position,
        isOutput: false,
        files: set.files
      )
      let isNoted = note(known, input.pattern, &files) {
        input.lookKey(apartFrom: node.outputs.filter { input.reads($0) })
      }
      guard isNoted else { return nil }
    }
    for (position, (output, set)) in zip(outputs, record.outputs).enumerated() {
      let known = Snapshot.KnownSet(
        stage: index,
        position: position,
        isOutput: true,
        files: set.files
      )
      let isNoted = note(known, output, &files) { [0] + Array(output.text.utf8) }
      guard isNoted else { return nil }
    }
    return files
  }

  /// Takes a file; false where another stage has seen something else there: it is not up to date, or
  /// this one is not.
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

  /// Takes what a pattern stands for; `key` tells one look at the disk from another.
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
    // What is in the files is for the records to say.
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
  /// Whether two lists hold the same texts, byte for byte.
  fileprivate func exactly(_ other: [String]) -> Bool {
    elementsEqual(other) { $0.utf8.elementsEqual($1.utf8) }
  }
}
