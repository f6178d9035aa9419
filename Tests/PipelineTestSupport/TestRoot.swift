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
  package let runner: FakeExecutor
  /// Runs the attempts; the fake one unless a test says otherwise.
  package var executor: any AttemptExecutor
  package var pipeline: Pipeline
  package var environment: [String: String] = [:]
  package var options = RunOptions()
  package var facts = RunFacts()
  package let control = RunControlSource()
  private var runCount = 0
  /// What the last run found to be undone.
  package private(set) var recovered: [Event.Warning] = []

  package static let resolver = PathResolver(root: "/srv", home: "/home/user")

  package init(_ pipeline: Pipeline) {
    self.pipeline = pipeline
    let files = files
    let current = DeclaredManifest(pipeline)
    source = current
    runner = FakeExecutor { attempt in
      PureScript(files: files, pipeline: current.pipeline).perform(attempt.stage)
      return .succeeded
    }
    executor = runner
  }

  private let source: DeclaredManifest

  /// The pipeline as a workspace.
  package func workspace() throws(GraphFaults) -> Workspace { try open().workspace }

  /// What the run before knew, where that holds.
  package func known() throws(GraphFaults) -> KnownState { try open().known }

  private func open() throws(GraphFaults) -> (
    workspace: Workspace, known: KnownState, knownGraph: Graph?
  ) {
    source.pipeline = pipeline
    let realPaths = RealPaths(files: files)
    let graph = try Graph(
      pipeline,
      resolver: Self.resolver,
      manifest: Path("Pipeline.swift"),
      realPath: { realPaths($0) }
    )
    let workspace = Workspace(
      graph: graph,
      defaults: pipeline.withoutStages,
      resolver: Self.resolver,
      files: files,
      environment: environment
    )
    let text = DeclaredText(pipeline: pipeline)
    var known = KnownState(tool: "test", resolver: Self.resolver, files: files)
    let found = known.pipeline(of: text)
    if found == nil { known.note(text, text.decode().places, realPaths: realPaths.known) }
    return (workspace, known, found?.graph)
  }

  private func recordFile(_ known: KnownState) throws -> RecordFile {
    try RecordFile(reading: files, index: known.recordIndex)
  }

  /// What is remembered, read without touching anything.
  package func records() throws -> Records { try RecordFile(reading: files).records }

  /// The plan that a dry run would show.
  package func plan(_ selection: Selection = Selection()) throws -> Plan {
    try judged(selection).plan
  }

  private func judged(_ selection: Selection) throws -> (plan: Plan, digests: DigestTable) {
    let (workspace, known, knownGraph) = try open()
    try compare(knownGraph, workspace.graph)
    let selected = try selection.stages(in: workspace.graph, resolver: Self.resolver)
    var planner = Planner(
      workspace: workspace,
      records: try recordFile(known).records,
      known: known.stages(of: workspace)
    )
    let plan = planner.plan(selected, isForced: options.isForced)
    try files.uncounted {
      try compare(planner, plan, selected, workspace)
      try comparePrefetched(plan, selected, workspace, known)
    }
    return (plan, planner.observer.digests)
  }

  /// A plan that depends on what the last run knew, which it must not.
  private struct Difference: Error {
    var text: String
  }

  private func compare(_ known: Graph?, _ graph: Graph) throws {
    guard let known else { return }
    let isSame =
      known.edges == graph.edges && known.order == graph.order
      && known.exclusives == graph.exclusives && known.name == graph.name
      && known.stages.allSatisfy { known.name(of: $0) == graph.name(of: $0) }
    if !isSame { throw Difference(text: "the graph that the last run knew is another") }
  }

  /// Whatever the run before knew: without it the plan and the obstacles must be the same.
  private func compare(
    _ planner: Planner,
    _ plan: Plan,
    _ selected: Set<StageID>,
    _ workspace: Workspace
  ) throws {
    var other = Planner(workspace: workspace, records: try records())
    let expected = other.plan(selected, isForced: options.isForced)
    if plan != expected {
      throw Difference(text: "by the last run \(plan), without it \(expected)")
    }
    if try obstacles(workspace, plan, planner) != obstacles(workspace, plan, nil) {
      throw Difference(text: "a stage that is known to be ready is not")
    }
  }

  /// Plans with files that were asked for before: the plan must be the same.
  private func comparePrefetched(
    _ plan: Plan,
    _ selected: Set<StageID>,
    _ workspace: Workspace,
    _ known: KnownState
  ) throws {
    guard known.recordIndex != nil else { return }
    var known = known
    files.write("free 1\n", to: Workspace.lockFile)
    known.noteLock(found: Array("free 1\n".utf8))
    known.beginPrefetch()
    var planner = Planner(
      workspace: workspace,
      records: try recordFile(known).records,
      known: known.stages(of: workspace)
    )
    let other = planner.plan(selected, isForced: options.isForced)
    if plan != other { throw Difference(text: "by a prefetch \(other), else \(plan)") }
  }

  private func obstacles(
    _ workspace: Workspace,
    _ plan: Plan,
    _ planner: Planner?
  ) throws -> [Obstacle] {
    var check = StartCheck(
      workspace: workspace,
      records: try records(),
      plan: plan,
      observer: planner?.observer,
      unchanged: planner?.unchanged ?? UnchangedStages(),
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
      records: try records(),
      plan: try plan(selection),
      findProgram: { name, _ in programs.contains(name) }
    )
    return check.obstacles()
  }

  /// Takes some stages as they stand, unless something stands in the way.
  ///
  /// Returns the faults, the stages that are stale downstream then, and the warnings.
  @discardableResult
  package mutating func accept(
    _ names: String...
  ) throws -> (faults: [AcceptanceFault], stale: [String], warnings: [Event.Warning]) {
    runCount += 1
    let workspace = try workspace()
    let file = try RecordFile(reading: files)
    var acceptor = Acceptor(
      workspace: workspace,
      records: file.records,
      run: "run-\(runCount)"
    )
    let candidates = acceptor.candidates(
      try Selection(stages: names).stages(in: workspace.graph, resolver: Self.resolver)
    )
    let faults = candidates.flatMap(\.faults)
    let wanted = candidates.filter { !$0.reasons.isEmpty }
    guard faults.isEmpty, !wanted.isEmpty else { return (faults, [], []) }
    var store = try RecordStore(opening: file, in: files)
    let outcome = try acceptor.accept(
      wanted,
      Acceptance(time: 1, reason: "comment only"),
      in: &store,
      clock: TestClock(files: files)
    )
    let stale = acceptor.stale(after: candidates.map(\.stage), store.records)
    return (outcome.faults, stale.map { workspace.graph.name(of: $0) }, outcome.warnings)
  }

  /// Makes the inbox of a run.
  package var makeInbox: @Sendable () -> RunInbox = { RunInbox() }

  /// The stages of which the executor still runs an attempt of an earlier run.
  private func attachedStages(
    _ control: RunControl
  ) throws -> Set<String> {
    let recorded = try records().openAttempts.sorted { $0.key < $1.key }
    let open = recorded.map { stage, attempt -> OpenAttempt in
      var open = OpenAttempt(stage: stage, run: attempt.run)
      (open.number, open.handle) = (attempt.number, attempt.handle)
      return open
    }
    let found = executor.recover(open, root: "/srv") { control.send($1, of: open[$0].key) }
    return Set(zip(open, found).filter { $0.1 == .attached }.map(\.0.stage))
  }

  /// Runs the selected stages.
  @discardableResult
  package mutating func run(_ selection: Selection = Selection()) async throws -> FinishedRun {
    runCount += 1
    runner.forget()
    let (workspace, known, _) = try open()
    let clock = TestClock(files: files)
    let control = RunControl(inbox: makeInbox())
    control.begin(executor, clock)
    self.control.current = control
    recovered = []
    let attached = try attachedStages(control)
    if Recovery.isNeeded(try records()) {
      var store = try RecordStore(opening: RecordFile(reading: files), in: files)
      let nodes = workspace.graph.nodes
      recovered = try Recovery.perform(&store, files: files, attached: attached) { stage in
        nodes.first { $0.stage.name == stage }?.distinctOutputs ?? []
      } isOutput: { _ in
        true
      }
    }
    let (plan, digests) = try judged(selection)
    let reporter = RecordingReporter()
    let context = RunContext(
      id: "run-\(runCount)",
      workspace: workspace,
      options: options,
      facts: facts,
      executor: executor,
      clock: clock
    )
    let run = Run(
      context,
      plan: plan,
      store: try RecordStore(opening: recordFile(known), in: files),
      journal: Journal(
        log: try RunLog(opening: files),
        reporter: reporter,
        run: "run-\(runCount)",
        clock: clock
      ),
      digests: digests,
      inbox: control.inbox,
      attached: attached
    )
    let (summary, records) = try await onOwnThread { run.execute() }
    let writes = files.writeCount
    known.renew(after: records, in: workspace)
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
