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
  private let manifests: Manifests
  private var disk: VirtualFileSystem { machine.disk }

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

  private func records(_ workspace: Workspace?) throws(Refusal) -> RecordFile {
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
    let reporter = RecordingReporter()
    let kept = KeptLines()
    let line = LogLine(run: id)
    let disk = disk
    let store =
      if let opened { opened } else {
        try onDisk { () throws(SystemFault) in try RecordStore(opening: records, in: disk) }
      }
    let log = try onDisk { () throws(SystemFault) in try RunLog(opening: disk) }
    var options = RunOptions()
    options.isForced = request.isForced
    options.onFailure = request.response
    options.capacity = capacity(workspace, jobs: request.jobs)
    let inbox = RunInbox(simulator: simulator())
    let run = Run(
      id: id,
      workspace: workspace,
      plan: plan,
      options: options,
      facts: RunFacts(),
      store: store,
      journal: Journal(log: log, reporter: reporter) { [machine] event in
        let line = line.line(for: event, time: disk.now / 1_000_000)
        if let line, !machine.isRunnerDead { kept.keep(line) }
        return line
      },
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

  let current = CurrentInbox()

  private func capacity(_ workspace: Workspace, jobs: Int) -> Capacity {
    Capacity(
      limits: workspace.defaults.limits,
      exclusives: workspace.graph.exclusives,
      jobs: jobs,
      cores: 4,
      memory: nil,
      settings: [:]
    )
  }

  private func select(_ request: Request, _ workspace: Workspace) throws(Refusal) -> Set<Int> {
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

  // MARK: The lock and what follows it

  /// Takes the lock; returns what the disk's clock said then.
  private func lock() throws(Refusal) -> Int64 {
    try onDisk { () throws(SystemFault) in
      try disk.makeFolder(Workspace.stateFolder)
      let ignore = Workspace.stateFolder.appending(".gitignore".utf8)
      if disk.state(of: ignore) == .missing { try disk.replace(ignore, with: Array("*\n".utf8)) }
    }
    disk.write("held\n", to: Workspace.lockFile)
    return disk.state(of: Workspace.lockFile).stamp?.modified ?? .min
  }

  private func endLeftovers(of memory: Memory, _ workspace: Workspace) {
    var begun: [String: Set<String>] = [:]
    for (stage, history) in memory.histories.unfinished {
      guard case .started(let run) = history.lastAttempt else { continue }
      begun[run, default: []].insert(stage)
    }
    let runner = SimulatedRunner(host: host, spec: spec, disk: disk)
    for (run, stages) in begun.sorted(by: { $0.key < $1.key }) {
      let logs = workspace.attemptLogs(of: run, begun: stages)
      _ = runner.endLeftovers(of: run, logs: logs, root: "/srv")
    }
  }

  private func recover(
    _ records: RecordFile,
    _ workspace: Workspace
  ) throws(Refusal) -> RecordStore? {
    guard Recovery.isNeeded(records.memory) else { return nil }
    return try onDisk { () throws(SystemFault) in
      var store = try RecordStore(opening: records, in: disk)
      _ = try Recovery.perform(&store, files: disk) { path in
        workspace.graph.nodes.contains { node in node.outputs.contains { $0.path == path } }
      }
      return store
    }
  }

  private func onDisk<Value>(
    _ body: () throws(SystemFault) -> Value
  ) throws(Refusal) -> Value {
    do throws(SystemFault) {
      return try body()
    } catch {
      throw .disk(error)
    }
  }

  // MARK: Other commands

  /// Performs `pipeline accept`; returns the stages that it was asked for and that were stale.
  func accept(_ names: [String]) throws(Refusal) -> (accepted: [String], wasBlank: Bool) {
    let workspace = try workspace()
    let selected = try select(Request(selection: Selection(stages: names)), workspace)
    _ = try lock()
    let records = try records(workspace)
    endLeftovers(of: records.memory, workspace)
    let opened = try recover(records, workspace)
    let run = RunIdentifier.make(
      at: disk.now / 1_000_000,
      chance: UInt16(machine.number(0...65_535))
    )
    var acceptor = Acceptor(workspace: workspace, memory: records.memory, run: run)
    let candidates = acceptor.candidates(selected)
    var faults = candidates.flatMap(\.faults)
    let stale = candidates.filter { !$0.reasons.isEmpty }
    if faults.isEmpty, !stale.isEmpty {
      faults = try onDisk { () throws(SystemFault) in
        var log = try RunLog(opening: disk)
        var store = if let opened { opened } else { try RecordStore(opening: records, in: disk) }
        let acceptance = Acceptance(time: disk.now / 1_000_000, reason: "it is right")
        let found = try acceptor.accept(
          stale,
          acceptance,
          in: &store,
          clock: SimulatedClock(machine: machine)
        ).faults
        guard found.isEmpty else { return found }
        for candidate in stale {
          let name = workspace.graph.name(of: candidate.stage)
          let line = LogLine(run: store.memory.histories[name]?.record?.run ?? "")
          try log.append(line.line(accepting: name, acceptance, stale: candidate.reasons))
        }
        try log.synchronize()
        return []
      }
    }
    if !faults.isEmpty { throw .acceptance(faults) }
    return (stale.map { workspace.graph.name(of: $0.stage) }, records.memory.isBlank)
  }

  /// Performs `pipeline clean`; returns the files that it removed.
  func clean(_ names: [String], isForced: Bool) throws(Refusal) -> [String] {
    let workspace = try workspace()
    let selected = try select(Request(selection: Selection(stages: names)), workspace)
    _ = try lock()
    let records = try records(workspace)
    endLeftovers(of: records.memory, workspace)
    _ = try recover(records, workspace)
    let memory = try memory(of: workspace)
    let finder = OutputFinder(workspace: workspace, histories: memory.histories)
    var decision = OutputCleaning(
      graph: workspace.graph,
      histories: memory.histories,
      ownFiles: [Path("Pipeline.swift"), Path("parameters.json")],
      rule: CleaningRule(isForced: isForced)
    )
    let cleaning = decision.cleaning(of: finder.outputs(of: selected))
    _ = Remover(files: disk).remove(cleaning)
    return cleaning.items.map(\.path.text)
  }
}
