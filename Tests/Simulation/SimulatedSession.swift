import PipelineDescription
import PipelineEngine
import PipelinePlanning
import PipelineReporting
import PipelineSystem
import PipelineTestSupport

/// The one place where the simulation meets the engine: does what a command does, on the simulated machine.
struct SimulatedSession: Sendable {
  static let resolver = PathResolver(root: "/srv", home: "/home/user")

  let machine: Machine
  let host: ScriptHost
  var spec: PipelineSpec
  var environment: [String: String]
  let manifests: Manifests
  var disk: VirtualFileSystem { machine.disk }

  /// Why a command ended before anything ran.
  enum Refusal: Error {
    case manifest
    case selection
    /// Something stands in the way: what it is.
    case obstacles([Obstacle])
    case acceptance([AcceptanceFault])
    /// `.pipeline` cannot be read or written.
    case disk(SystemFault)
  }

  init(
    _ machine: Machine,
    _ host: ScriptHost,
    _ manifests: Manifests,
    _ spec: PipelineSpec,
    _ environment: [String: String]
  ) {
    self.manifests = manifests
    self.machine = machine
    self.host = host
    self.spec = spec
    self.environment = environment
  }

  // MARK: Reading

  /// The pipeline as a workspace, with the snapshot of the run before where that holds.
  func workspace(withSnapshot isKnown: Bool = true) throws(Refusal) -> Workspace {
    guard let known = manifests.known(spec, disk) else { throw .manifest }
    var workspace = Workspace(
      graph: known.graph,
      defaults: known.defaults,
      resolver: Self.resolver,
      files: disk,
      environment: environment
    )
    guard isKnown else { return workspace }
    let identity = known.identity
    workspace.ground = Snapshot.Ground(
      tool: "simulation",
      manifest: identity,
      places: known.places,
      realPaths: known.realPaths,
      resolver: Self.resolver,
      files: disk
    )
    if let snapshot = Snapshot(reading: disk),
      snapshot.ground.holds(
        tool: "simulation",
        manifest: identity,
        resolver: Self.resolver,
        files: disk
      )
    {
      workspace.snapshot = snapshot
    }
    return workspace
  }

  /// Whether the root has neither records nor a log.
  var isBlank: Bool {
    disk.state(of: Path(".pipeline/state")) == .missing
      && disk.state(of: Path(".pipeline/log.jsonl")) == .missing
  }

  /// What the records say of the stages.
  func memory(of workspace: Workspace? = nil) throws(Refusal) -> Memory {
    try records(workspace).memory
  }

  func records(_ workspace: Workspace?) throws(Refusal) -> RecordFile {
    try onDisk { () throws(SystemFault) in
      try RecordFile(reading: disk, index: workspace?.snapshot?.records)
    }
  }

  /// The verdict on each stage, by its name, as a dry run tells it.
  func verdicts(withSnapshot isKnown: Bool) throws(Refusal) -> [String: Plan.Verdict] {
    let workspace = try workspace(withSnapshot: isKnown)
    var planner = Planner(workspace: workspace, memory: try memory(of: workspace))
    let plan = planner.plan(Set(workspace.graph.nodes.indices), isForced: false)
    return Dictionary(
      plan.entries.map { (workspace.graph.name(of: $0.stage), $0.verdict) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  // MARK: Running

  /// What a run is asked for.
  struct Request: Sendable, CustomStringConvertible {
    var selection = Selection()
    var retriesFailed = false
    var isForced = false
    var jobs = 1
    var response = FailureResponse.finishRunning

    /// The words of the command line.
    var description: String {
      var words = ["run", "--jobs", "\(jobs)"]
      for name in selection.stages { words += ["--stage", name] }
      for name in selection.from { words += ["--from", name] }
      for name in selection.to { words += ["--to", name] }
      for name in selection.downstream { words += ["--downstream", name] }
      if retriesFailed { words.append("--failed") }
      if isForced { words.append("--force") }
      switch response {
      case .finishRunning: break
      case .keepGoing: words.append("--keep-going")
      case .stopRunning: words.append("--fail-fast")
      }
      return words.joined(separator: " ")
    }
  }

  /// What came of a run.
  struct Outcome: Sendable {
    var id: String
    var selected: Set<String>
    var summary: Event.RunSummary
    var events: [Event]
    /// The lines of the log that were to be written, in order.
    var lines: [[UInt8]]
  }

  /// Performs `pipeline run`.
  ///
  /// - Parameters:
  ///   - request: What is asked for.
  ///   - begin: Is handed the inbox once the loop is about to begin.
  /// - Returns: What came of it; worth nothing where the runner's process has died.
  /// - Throws: Why nothing ran.
  func run(_ request: Request, begin: (RunInbox) -> Void) throws(Refusal) -> Outcome {
    var workspace = try workspace()
    let selected = try select(request, workspace)
    let lockTime = try lock()
    workspace.foundLock = Array("held\n".utf8)
    let records = try records(workspace)
    endLeftovers(of: records.memory, workspace)
    let opened = try recover(records, workspace)
    var planner = Planner(workspace: workspace, memory: records.memory)
    let plan = planner.plan(selected, isForced: request.isForced)
    var digests = planner.observer.digests
    digests.forgetUnsettled(since: lockTime)
    try check(workspace, records.memory, plan, planner.observer)
    let id = RunIdentifier.make(
      at: disk.now / 1_000_000,
      chance: UInt16(machine.number(0...65_535))
    )
    let disk = disk
    let store =
      if let opened { opened } else {
        try onDisk { () throws(SystemFault) in try RecordStore(opening: records, in: disk) }
      }
    let log = try onDisk { () throws(SystemFault) in try RunLog(opening: disk) }
    let kept = KeptLines()
    let reporter = RecordingReporter()
    let inbox = RunInbox(simulator: simulator())
    let run = Run(
      id: id,
      workspace: workspace,
      plan: plan,
      options: options(request, workspace),
      facts: RunFacts(),
      store: store,
      journal: journal(id, log, reporter, kept),
      runner: SimulatedRunner(host: host, spec: spec, disk: disk),
      clock: SimulatedClock(machine: machine),
      inbox: inbox,
      digests: digests
    )
    current.set(inbox)
    begin(inbox)
    let (summary, memory) = run.execute()
    if summary.signal == nil { workspace.renewSnapshot(after: memory) }
    return Outcome(
      id: id,
      selected: Set(selected.map { workspace.graph.name(of: $0) }),
      summary: summary,
      events: reporter.events,
      lines: kept.lines
    )
  }

  /// Joins log and reporter; keeps the lines that the runner has written while it lived.
  private func journal(
    _ id: String,
    _ log: RunLog,
    _ reporter: RecordingReporter,
    _ kept: KeptLines
  ) -> Journal<RecordingReporter> {
    let line = LogLine(run: id)
    return Journal(log: log, reporter: reporter) { [machine] event in
      let line = line.line(for: event, time: machine.disk.now / 1_000_000)
      if let line, !machine.isRunnerDead { kept.keep(line) }
      return line
    }
  }

  private func options(_ request: Request, _ workspace: Workspace) -> RunOptions {
    var options = RunOptions()
    options.isForced = request.isForced
    options.onFailure = request.response
    options.capacity = Capacity(
      limits: workspace.defaults.limits,
      exclusives: workspace.graph.exclusives,
      jobs: request.jobs,
      cores: 4,
      memory: nil,
      settings: [:]
    )
    return options
  }

  let current = CurrentInbox()

  func select(_ request: Request, _ workspace: Workspace) throws(Refusal) -> Set<Int> {
    var selection = request.selection
    if request.retriesFailed {
      let histories = try memory(of: workspace).histories
      selection.failed = Set(
        workspace.graph.nodes.indices.filter { index in
          histories[workspace.graph.name(of: index)]?.hasFailed ?? false
        }
      )
    }
    do throws(SelectionFault) {
      return try selection.indices(in: workspace.graph, resolver: Self.resolver)
    } catch {
      throw .selection
    }
  }

  private func check(
    _ workspace: Workspace,
    _ memory: Memory,
    _ plan: Plan,
    _ observer: Observer
  ) throws(Refusal) {
    var check = StartCheck(
      workspace: workspace,
      memory: memory,
      plan: plan,
      observer: observer,
      findProgram: { _, _ in true }
    )
    let obstacles = check.obstacles()
    if !obstacles.isEmpty { throw .obstacles(obstacles) }
    _ = check.staleUpstream()
  }
}
