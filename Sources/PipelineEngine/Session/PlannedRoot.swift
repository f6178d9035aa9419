internal import PipelineDescription
package import PipelinePlanning
internal import PipelineSystem

package struct PlannedRoot: Sendable {
  package let selected: SelectedRoot
  let records: Records
  package internal(set) var plan: Plan
  let planner: Planner
  /// The stages on which another run works at present.
  var live = LiveStages()

  package var root: OpenedRoot { selected.root }
  /// In the order of execution.
  var stageNames: [String] { plan.entries.map { root.graph.name(of: $0.stage) } }

  var isConcurrent: Bool { selected.capacity.jobs > 1 && !plan.isChain(in: root.graph) }

  var digests: DigestTable { planner.observer.digests }

  /// Checks the requirements of stages that will or may run; throws all obstacles together.
  ///
  /// With `-k` it tells the obstacles and returns them, because the run only blocks their stages.
  package func check() throws(SessionFault) -> (warnings: [Event.Warning], obstacles: [Obstacle]) {
    let workspace = root.workspace
    let faults = CapacityCheck.faults(
      workspace.graph,
      stages: plan.entries.filter { $0.verdict != .upToDate }.map(\.stage),
      capacity: selected.capacity,
      limits: workspace.defaults.limits,
      settings: selected.order.resources
    )
    guard faults.isEmpty else { throw .capacity(faults, root.manifestFiles) }
    let (world, folder) = (selected.session.world, workspace.resolver.root.text)
    var check = StartCheck(
      workspace: workspace,
      records: records,
      plan: plan,
      observer: planner.observer,
      unchanged: planner.unchanged,
      known: root.knownStages,
      findProgram: { name, searchPath in world.hasProgram(name, searchPath, folder) },
      startFault: { script, searchPath in world.startFault(script, searchPath, folder) }
    )
    let obstacles = check.obstacles().map { $0.telling(live) }
    if !obstacles.isEmpty {
      guard selected.order.onFailure == .keepGoing else {
        throw .obstacles(obstacles, root.manifestFiles, rerun(without: obstacles))
      }
      selected.session.notify(.obstacles(obstacles, root.manifestFiles))
    }
    let warnings =
      check.staleUpstream() + check.longGlobs + [check.undeclaredArguments()].compactMap(\.self)
    return (warnings.map { $0.telling(live) } + nearTimeLimits, obstacles)
  }

  /// Returns the command that runs the stages without an obstacle; nil if there are none.
  private func rerun(without obstacles: [Obstacle]) -> Rerun? {
    let graph = root.graph
    let names = Set(obstacles.map(\.stage))
    let lacking = graph.stages.filter { names.contains(graph.name(of: $0)) }
    let blocked = closure(of: lacking, over: graph.downstream(of:))
    let others = plan.entries.count { $0.verdict != .upToDate && !blocked.contains($0.stage) }
    return others == 0 ? nil : Rerun(command: selected.order.command(adding: "-k"), count: others)
  }

  /// A warning for each stage whose only script usually takes four fifths of its time limit or more.
  private var nearTimeLimits: [Event.Warning] {
    let (workspace, files) = (root.workspace, root.manifestFiles)
    return plan.entries.compactMap { entry in
      // A known graph reads each stage only when needed, so an up-to-date stage must not be asked for.
      guard entry.verdict != .upToDate else { return nil }
      let stage = workspace.graph.nodes[entry.stage].stage
      guard stage.steps.count == 1,
        let usual = records.histories[stage.name]?.record?.duration,
        let limit = workspace.timeLimit(of: stage)?.inSeconds, usual >= limit * 0.8
      else { return nil }
      return .nearTimeLimit(stage: stage.name, limit: limit, usual: usual, inJSON: files.isJSON)
    }
  }

  /// The shell's command that sets the parameters of each stage's scripts as the runner does; empty if the
  /// stage is up to date or gets none.
  package var settings: @Sendable (StageID) -> [String] {
    let workspace = root.workspace
    let upToDate = Set(plan.entries.lazy.filter { $0.verdict == .upToDate }.map(\.stage))
    return { id in
      if upToDate.contains(id) { return [] }
      let used = workspace.usedParameters(of: workspace.graph.nodes[id].stage)
      let words = used.map {
        "\(ParameterDeclaration.variable(of: $0.name))=\(shellQuoted($0.value))"
      }
      return words.isEmpty ? [] : ["export \(words.joined(separator: " "))"]
    }
  }

  /// The number of stages that must run only because the times of files differ.
  package var onlyTimes: Int {
    plan.countOnlyTimes { root.workspace.isJudgedByContent(root.graph.nodes[$0].stage) }
  }

  /// Returns the parameters whose values differ from those that made what is there.
  ///
  /// If nothing has to run, the log is not read, because the answer would not matter.
  package func parameterChanges() -> [ParameterChange] {
    let values = root.workspace.parameters
    if plan.isUpToDate || values.entries.isEmpty { return [] }
    var history = try? RunHistory(of: root.workspace.resolver)
    let last = try? history?.runs(last: 1).first
    return ParameterChange.all(in: plan, values, last: last?.run.start?.parameters ?? [])
  }

  /// The time that the plan will take.
  package var price: Price {
    Price(
      of: plan,
      in: root.graph,
      capacity: selected.capacity,
      estimates: plan.estimates(root.graph, records)
    )
  }

  /// The command lines that each stage would start; empty if the stage is up to date.
  package var commands: @Sendable (StageID) -> [String] {
    let workspace = root.workspace
    let executor = selected.session.executor
    let upToDate = Set(plan.entries.lazy.filter { $0.verdict == .upToDate }.map(\.stage))
    return { id in
      if upToDate.contains(id) { return [] }
      let stage = workspace.graph.nodes[id].stage
      let key = AttemptKey(stage: stage.name, run: "", number: 1)
      // Only the search path affects a command line, and a full environment for each stage costs time.
      let path = workspace.searchPath(of: stage).map { ["PATH": $0] } ?? [:]
      return executor.commandLines(of: workspace.attempt(key, of: stage, environment: path))
    }
  }
}
