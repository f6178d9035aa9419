internal import Foundation
internal import PipelineDescription
internal import PipelineEngine
internal import PipelineLoading
internal import PipelinePlanning
internal import PipelineReporting
internal import PipelineSystem

/// `pipeline run`: plans, and then prints the plan or performs it.
struct RunCommand {
  let session: Session
  let request: RunRequest
  private(set) var workspace: Workspace
  /// The manifest's path, relative to the root where it lies in it.
  let manifest: String
  /// How much may run at once.
  let capacity: Capacity
  private let selected: Set<Int>

  /// Reads the manifest and finds the stages that are meant.
  init(session: Session, request: RunRequest) throws(CommandFailure) {
    self.session = session
    self.request = request
    let opened = try session.open { request.asksForAllFiles ? EarlyLook($0) : nil }
    manifest = opened.manifestPath
    workspace = opened.workspace
    capacity = try session.capacity(of: workspace, request)
    let selection = Selection(
      stages: request.stages,
      failed: request.isFailed ? try session.failedStages(of: workspace) : nil,
      from: request.from,
      to: request.to + request.targets.map(\.name),
      downstream: request.downstream,
      folder: workspace.resolver.path(FileManager.default.currentDirectoryPath)
    )
    do throws(SelectionFault) {
      selected = try selection.indices(in: workspace.graph, resolver: workspace.resolver)
    } catch {
      throw session.failure([Self.message(of: error, request)], status: ExitStatus.usage)
    }
  }

  /// Performs the command and gives the exit status.
  func perform() throws(CommandFailure) -> Int32 {
    // A run that is waited for may have changed what failed last.
    if request.mode == .run, request.waits { return try run() }
    if hasNothingFailed { return tellThatNoneFailed() }
    switch request.mode {
    case .run: return try run()
    case .check: return plan(try records().memory).isUpToDate ? ExitStatus.done : ExitStatus.failed
    case .listStages:
      let plan = try currentPlan().plan
      session.output.write(
        request.isJSON
          ? StageListJSON(graph: workspace.graph, plan: plan).text
          : StageListText(
            graph: workspace.graph,
            plan: plan,
            style: session.appearance.style,
            time: session.appearance.time
          ).text
      )
      return ExitStatus.done
    case .dryRun: return try dryRun()
    }
  }

  /// Whether the stages that failed last are asked for and there are none.
  private var hasNothingFailed: Bool { selected.isEmpty && request.isFailed && !request.isJSON }

  /// Performs the run under the lock.
  private func run() throws(CommandFailure) -> Int32 {
    let held = try session.lock(workspace, waits: request.waits)
    defer { withExtendedLifetime(held) {} }
    // What was read before the lock was had may have changed while it was waited for.
    var command = held.hasWaited ? try RunCommand(session: session, request: request) : self
    command.workspace.foundLock = held.lock.found
    if command.hasNothingFailed { return tellThatNoneFailed() }
    return try PlannedRun(command).perform()
  }

  /// Reads what is remembered of the root.
  func records() throws(CommandFailure) -> RecordFile {
    let records = try session.records(of: workspace)
    // A run tells it too, and in the log.
    if records.memory.damaged > 0, request.mode != .run, request.mode != .check {
      session.warn(Event.Warning.recordsDamaged(count: records.memory.damaged).message())
    }
    return records
  }

  /// Judges the selected stages.
  func plan(_ memory: Memory) -> Plan { judged(memory).plan }

  /// Judges the selected stages, and gives what was seen of the disk, too.
  func judged(_ memory: Memory) -> (plan: Plan, observer: Observer) {
    var planner = Planner(workspace: workspace, memory: memory)
    let plan = planner.plan(selected, isForced: request.isForced)
    return (plan, planner.observer)
  }

  /// The plan as it is told: what a run that goes on has in hand is not called interrupted.
  private func currentPlan() throws(CommandFailure) -> (
    plan: Plan, memory: Memory, live: LiveStages, observer: Observer
  ) {
    let look = try session.look(at: workspace.resolver)
    let memory = try records().memory
    let live = look.live(memory)
    if let note = look.state.note(session.appearance.time) { session.note(note) }
    let (plan, observer) = judged(memory)
    return (plan.telling(live, in: workspace.graph), memory, live, observer)
  }

  private func tellThatNoneFailed() -> Int32 {
    if request.mode != .check, request.verbosity != .quiet {
      let style = session.appearance.style
      let text = "\(style.mark(.success)) nothing to do · no selected stage failed last\n"
      session.output.write(style.spelled(text))
    }
    return ExitStatus.done
  }

  private func dryRun() throws(CommandFailure) -> Int32 {
    let (plan, memory, live, observer) = try currentPlan()
    // Of a large plan either takes a tenth of the time, and neither needs the other.
    let (checked, told) = TwoThreads().both {
      Result { () throws(CommandFailure) in try check(plan, memory, observer, live) }
    } _: {
      text(of: plan)
    }
    session.output.write(told)
    for warning in try checked.get() { session.warn(warning.message(session.appearance.time)) }
    _ = keptToTheEnd((plan, memory, observer))
    return ExitStatus.done
  }

  private func text(of plan: Plan) -> String {
    let runner = LocalRunner(live: LiveProcesses())
    let upToDate = Set(plan.entries.lazy.filter { $0.verdict == .upToDate }.map(\.stage))
    let commands: @Sendable (Int) -> [String] = { stage in
      upToDate.contains(stage) ? [] : self.commands(of: stage, runner)
    }
    if request.isJSON {
      return PlanJSON(graph: workspace.graph, plan: plan, commands: commands).text
    }
    return PlanText(
      graph: workspace.graph,
      plan: plan,
      commands: commands,
      style: session.appearance.style,
      verbosity: request.verbosity,
      time: session.appearance.time
    ).text(TwoThreads())
  }

  /// The commands that a stage would start.
  private func commands(of index: Int, _ runner: LocalRunner) -> [String] {
    let node = workspace.graph.nodes[index]
    let attempt = Attempt(
      stage: node.stage.name,
      number: 1,
      steps: workspace.steps(of: node.stage),
      // All that shows in a command line; the whole is made anew for each stage.
      environment: workspace.searchPath(of: node.stage).map { ["PATH": $0] } ?? [:],
      timeLimit: nil,
      log: "",
      root: workspace.resolver.root.text
    )
    return runner.commandLines(of: attempt)
  }

  /// Checks the three levels; throws everything that stands in the way, and returns what to warn of.
  func check(
    _ plan: Plan,
    _ memory: Memory,
    _ observer: Observer,
    _ live: LiveStages = LiveStages()
  ) throws(CommandFailure) -> [Event.Warning] {
    try checkCapacity(plan)
    let root = workspace.resolver.root.text
    var check = StartCheck(
      workspace: workspace,
      memory: memory,
      plan: plan,
      observer: observer,
      findProgram: { name, searchPath in
        ProgramSearch(searchPath: searchPath, workingDirectory: root).find(name) != nil
      }
    )
    let obstacles = check.obstacles()
    guard obstacles.isEmpty else {
      throw session.failure(
        obstacles.map {
          $0.telling(live).message(manifest: manifest, files: workspace.defaults.files)
        },
        status: ExitStatus.cannotStart
      )
    }
    return check.staleUpstream().map { $0.telling(live) }
  }

  /// Refuses stages that take more than there is.
  private func checkCapacity(_ plan: Plan) throws(CommandFailure) {
    let faults = CapacityCheck.faults(
      workspace.graph,
      stages: plan.entries.filter { $0.verdict != .upToDate }.map(\.stage),
      capacity: capacity,
      limits: workspace.defaults.limits,
      settings: request.resources
    )
    guard !faults.isEmpty else { return }
    throw session.failure(
      faults.map { $0.message(manifest: manifest, files: workspace.defaults.files) },
      status: ExitStatus.usage
    )
  }

  private static func message(of fault: SelectionFault, _ request: RunRequest) -> Message {
    var message = fault.message
    // A lone word may be a misspelt command rather than a stage.
    if case .unknownTarget(let name, let nearest, _) = fault, nearest == nil,
      let verb = request.targets.first(where: { $0.name == name })?.nearestVerb
    {
      message.hint = "did you mean the command `\(verb.rawValue)`?"
    }
    return message
  }

}
