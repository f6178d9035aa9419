package import PipelineDescription
package import PipelineEngine
package import PipelinePlanning
internal import PipelineSystem

/// A root on the virtual disk, a pipeline in it, and runs of it one after the other.
///
/// Unless a test says otherwise a stage's script is a pure function: it writes into each output a
/// digest of the stage's scripts, arguments and inputs.
package struct TestRoot {
  package let files = VirtualFileSystem()
  package let runner: FakeRunner
  package var pipeline: Pipeline
  package var environment: [String: String] = [:]
  package var options = RunOptions()
  package var facts = RunFacts()
  package let inbox = RunInboxSource()
  private var runCount = 0
  /// What the last run found to be undone.
  package private(set) var recovered: [Event.Warning] = []

  package static let resolver = PathResolver(root: "/srv", home: "/home/user")

  package init(_ pipeline: Pipeline) {
    self.pipeline = pipeline
    let files = files
    let current = PipelineSource(pipeline)
    source = current
    runner = FakeRunner { attempt in
      PureScript(files: files, pipeline: current.pipeline).perform(attempt.stage)
      return .succeeded
    }
  }

  private let source: PipelineSource

  /// The pipeline as a workspace, with what the run before knew, where that holds.
  package func workspace() throws(GraphFaults) -> Workspace {
    source.pipeline = pipeline
    let realPaths = RealPaths(files: files)
    let graph = try Graph(
      pipeline,
      resolver: Self.resolver,
      manifest: Path("Pipeline.swift"),
      realPath: { realPaths($0) }
    )
    var workspace = Workspace(
      graph: graph,
      defaults: PipelineDefaults(of: pipeline),
      resolver: Self.resolver,
      files: files,
      environment: environment
    )
    var text = JSONWriter()
    pipeline.write(to: &text, lines: true)
    // Nobody reads stages out of this text.
    var places = StagePlaces(list: 0..<0)
    for _ in pipeline.stages { places.append(start: 0, end: 0, line: 0) }
    let identity = ManifestIdentity(text: text.bytes, others: [])
    workspace.ground = Snapshot.Ground(
      tool: "test",
      manifest: identity,
      places: places,
      realPaths: realPaths.known,
      resolver: Self.resolver,
      files: files
    )
    if let snapshot = Snapshot(reading: files),
      snapshot.ground.holds(
        tool: "test",
        manifest: identity,
        resolver: Self.resolver,
        files: files
      )
    {
      let known = snapshot.graph { graph.nodes[$0] }
      precondition(
        known.edges == graph.edges && known.order == graph.order
          && known.exclusives == graph.exclusives && known.name == graph.name
          && known.nodes.indices.allSatisfy { known.name(of: $0) == graph.name(of: $0) },
        "the graph of the snapshot is another"
      )
      workspace.snapshot = snapshot
    }
    return workspace
  }

  private func records(_ workspace: Workspace) throws -> RecordFile {
    try RecordFile(reading: files, index: workspace.snapshot?.records)
  }

  /// What is remembered, read without touching anything.
  package func memory() throws -> Memory { try RecordFile(reading: files).memory }

  /// The plan that a dry run would show.
  package func plan(_ selection: Selection = Selection()) throws -> Plan {
    try judged(selection).plan
  }

  private func judged(_ selection: Selection) throws -> (plan: Plan, digests: DigestTable) {
    let workspace = try workspace()
    let selected = try selection.indices(in: workspace.graph, resolver: Self.resolver)
    var planner = Planner(workspace: workspace, memory: try records(workspace).memory)
    let plan = planner.plan(selected, isForced: options.isForced)
    // Whatever the run before knew: without it the plan must be the same.
    var unknown = workspace
    unknown.snapshot = nil
    var other = Planner(workspace: unknown, memory: try memory())
    let expected = files.uncounted { other.plan(selected, isForced: options.isForced) }
    precondition(plan == expected, "by the snapshot \(plan), without it \(expected)")
    precondition(
      obstacles(workspace, plan, planner.observer) == obstacles(unknown, plan, nil),
      "what is known to be ready is not"
    )
    try checkEarlyLook(workspace, selected, plan)
    return (plan, planner.observer.digests)
  }

  /// Plans with a look at the files that was taken before: the plan must be the same.
  private func checkEarlyLook(
    _ workspace: Workspace,
    _ selected: Set<Int>,
    _ plan: Plan
  ) throws {
    guard workspace.snapshot != nil else { return }
    var workspace = workspace
    workspace.foundLock = Array("free 1\n".utf8)
    workspace.earlyLook = files.uncounted {
      files.write("free 1\n", to: Workspace.lockFile)
      return EarlyLook(files)
    }
    precondition(workspace.earlyLook != nil, "the lock is free")
    let memory = try records(workspace).memory
    let other = files.uncounted {
      var planner = Planner(workspace: workspace, memory: memory)
      return planner.plan(selected, isForced: options.isForced)
    }
    precondition(plan == other, "by an early look \(other), else \(plan)")
  }

  private func obstacles(
    _ workspace: Workspace,
    _ plan: Plan,
    _ observer: Observer?
  ) -> [Obstacle]? {
    guard let memory = try? memory() else { return nil }
    var check = StartCheck(
      workspace: workspace,
      memory: memory,
      plan: plan,
      observer: observer,
      findProgram: { _, _ in true }
    )
    return check.obstacles()
  }

  /// What a dry run would say of each selected stage.
  package func verdicts(_ selection: Selection = Selection()) throws -> [String: Plan.Verdict] {
    let graph = try workspace().graph
    return Dictionary(
      uniqueKeysWithValues: try plan(selection).entries.map {
        (graph.name(of: $0.stage), $0.verdict)
      }
    )
  }

  /// The names of the stages that are not up to date.
  package func stale() throws -> [String] {
    try verdicts().filter { $0.value != .upToDate }.keys.sorted()
  }

  /// What stands in the way of a run.
  package func obstacles(
    _ selection: Selection = Selection(),
    programs: Set<String> = []
  ) throws -> [Obstacle] {
    var check = StartCheck(
      workspace: try workspace(),
      memory: try memory(),
      plan: try plan(selection),
      findProgram: { name, _ in programs.contains(name) }
    )
    return check.obstacles()
  }

  /// Takes some stages as they stand, unless something stands in the way.
  ///
  /// Returns the faults, and what is stale downstream then.
  @discardableResult
  package mutating func accept(
    _ names: String...
  ) throws -> (faults: [AcceptanceFault], stale: [String]) {
    runCount += 1
    let workspace = try workspace()
    let records = try RecordFile(reading: files)
    var acceptor = Acceptor(
      workspace: workspace,
      memory: records.memory,
      run: "run-\(runCount)"
    )
    let candidates = acceptor.candidates(
      try Selection(stages: names).indices(in: workspace.graph, resolver: Self.resolver)
    )
    let faults = candidates.flatMap(\.faults)
    let wanted = candidates.filter { !$0.reasons.isEmpty }
    guard faults.isEmpty, !wanted.isEmpty else { return (faults, []) }
    var store = try RecordStore(opening: records, in: files)
    let outcome = try acceptor.accept(
      wanted,
      Acceptance(time: 1, reason: "comment only"),
      in: &store,
      clock: TestClock(files: files)
    )
    let stale = acceptor.stale(after: candidates.map(\.stage), store.memory)
    return (outcome.faults, stale.map { workspace.graph.name(of: $0) })
  }

  /// Runs the selected stages.
  @discardableResult
  package mutating func run(_ selection: Selection = Selection()) async throws -> FinishedRun {
    runCount += 1
    runner.forget()
    let workspace = try workspace()
    let inbox = RunInbox()
    self.inbox.inbox = inbox
    recovered = []
    if Recovery.isNeeded(try memory()) {
      var store = try RecordStore(opening: RecordFile(reading: files), in: files)
      recovered = try Recovery.perform(&store, files: files) { _ in true }
    }
    let (plan, digests) = try judged(selection)
    let reporter = RecordingReporter()
    let run = Run(
      id: "run-\(runCount)",
      workspace: workspace,
      plan: plan,
      options: options,
      facts: facts,
      store: try RecordStore(opening: records(workspace), in: files),
      journal: Journal(
        log: try RunLog(opening: files),
        reporter: reporter,
        run: "run-\(runCount)",
        clock: TestClock(files: files)
      ),
      runner: runner,
      clock: TestClock(files: files),
      inbox: inbox,
      digests: digests
    )
    let (summary, memory) = try await onOwnThread { run.execute() }
    let writes = files.writeCount
    workspace.renewSnapshot(after: memory)
    return FinishedRun(
      summary: summary,
      reporter: reporter,
      starts: runner.starts,
      writeCount: writes
    )
  }
}

/// A run that is over.
package struct FinishedRun {
  package let summary: Event.RunSummary
  package let reporter: RecordingReporter
  /// The stages that were started, in order.
  package let starts: [String]
  /// How often the disk was written to when it was over.
  package let writeCount: Int
}
