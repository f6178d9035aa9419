internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineSystem

/// Prepares attempts: protects the outputs, makes folders, records the start and observes the inputs.
struct AttemptStart {
  let context: RunContext
  let outputs: OutputGuard

  private var workspace: Workspace { context.workspace }

  struct Order {
    var stage: StageID
    var judgement: Judgement
    var number: Int
    /// The reasons for the first attempt.
    var reasons: [Reason]
    /// In bytes; 0 if small or unknown.
    var expectedMemory: Int
  }

  func prepare(
    _ order: Order,
    _ judge: Judge,
    _ ledger: inout Ledger
  ) throws(StartFailure) -> LiveAttempt {
    let node = context.graph.nodes[order.stage]
    let folder = Workspace.runFolder(context.id)
    try makeFolder(folder)
    // The preparation of the first attempt makes the copies for all later attempts, too.
    if order.number == 1 {
      try outputs.keepChangedOutputs(of: order.stage, order.judgement.observation, &ledger)
    }
    try outputs.setAside(order.stage, number: order.number, &ledger)
    // A script makes its output folder itself, so that `mkdir`, `mv`, `cp -r` and `ln -s` work.
    for output in node.outputs { try makeFolder(output.path.parent ?? .root) }
    let attempt = attempt(order, node)
    let settled = try settle(order, judge, &ledger)
    if let end = settled.missingInputs(of: node) { throw StartFailure(end) }
    var live = LiveAttempt(attempt, of: order.stage, settled, reasons: order.reasons, context)
    live.expectedMemory = order.expectedMemory
    return live
  }

  /// Records the start, then observes the inputs once the disk's clock has passed the newest of them.
  private func settle(
    _ order: Order,
    _ judge: Judge,
    _ ledger: inout Ledger
  ) throws(StartFailure) -> Observation {
    let name = context.name(order.stage)
    let found = order.judgement.observation
    do throws(SystemFault) {
      if !context.executor.outlivesRunner { try ledger.begin(name, run: context.id) }
      var settled = found
      if found.newestTime >= order.judgement.clock {
        let histories = ledger.histories
        let isFromFuture: Bool
        let clock = DiskClock(file: ledger.clockFile, clock: context.clock)
        (settled, isFromFuture) = try clock.settle(found, by: \.newestTime) {
          judge.look(at: order.stage, histories)
        }
        if isFromFuture, let newest = settled.newestRead {
          ledger.tell(.warning(.futureTime(stage: name, path: newest.path.text)))
        }
      }
      if context.executor.outlivesRunner {
        let record = settled.record(of: context.id, outputs: settled.outputs)
        let intent = RecordedAttempt(run: context.id, number: order.number, before: record)
        try ledger.intend(name, intent)
      }
      return settled
    } catch {
      throw StartFailure(error, at: RecordStore.path)
    }
  }

  private func attempt(_ order: Order, _ node: Graph.Node) -> Attempt {
    let key = AttemptKey(stage: node.stage.name, run: context.id, number: order.number)
    var environment = workspace.environment(of: node.stage)
    environment["PIPELINE_RUN"] = context.id
    var attempt = workspace.attempt(key, of: node.stage, environment: environment)
    if context.executor.outlivesRunner {
      attempt.outputs = node.outputs.map { workspace.resolver.absolute($0.path).text }
    }
    return attempt
  }

  private func makeFolder(_ path: Path) throws(StartFailure) {
    try StartFailure.at(path) { () throws(SystemFault) in try workspace.files.makeFolder(path) }
  }
}

/// The end of an attempt that could not start.
struct StartFailure: Error {
  let end: AttemptEnd

  init(_ end: AttemptEnd) {
    self.end = end
  }

  init(_ fault: SystemFault, at path: Path) {
    end = .systemFailed(fault, path: path.text)
  }

  /// Runs a file operation; a system error becomes a start failure that names the path.
  static func at(
    _ path: Path,
    _ body: () throws(SystemFault) -> Void
  ) throws(StartFailure) {
    do {
      try body()
    } catch {
      throw StartFailure(error, at: path)
    }
  }
}

extension Observation {
  /// Returns the record of an attempt that made this observation before its scripts started.
  func record(of run: String, outputs: [FileSet]) -> Record {
    var record = Record(run: run, recipe: recipe)
    (record.scripts, record.inputs, record.outputs) = (scripts, inputs, outputs)
    record.upstream = upstream.compactMapValues { $0 }
    return record
  }
}
