internal import PipelineDescription
package import PipelinePlanning
internal import PipelineSystem

package struct PlannedRoot: Sendable {
  package let selected: SelectedRoot
  let records: Records
  package internal(set) var plan: Plan
  /// The planner that made the plan, with its observations of the disk.
  let planner: Planner
  /// The stages that a run in progress works on.
  var live = LiveStages()

  package var root: OpenedRoot { selected.root }
  /// In the order of execution.
  var stageNames: [String] { plan.entries.map { root.graph.name(of: $0.stage) } }

  var isConcurrent: Bool { selected.capacity.jobs > 1 && !plan.isChain(in: root.graph) }

  var digests: DigestTable { planner.observer.digests }

  /// Checks the requirements of stages that will or may run; throws all obstacles together, returns warnings.
  package func check() throws(SessionFault) -> [Event.Warning] {
    let workspace = root.workspace
    let faults = CapacityCheck.faults(
      workspace.graph,
      stages: plan.entries.filter { $0.verdict != .upToDate }.map(\.stage),
      capacity: selected.capacity,
      limits: workspace.defaults.limits,
      settings: selected.order.resources
    )
    guard faults.isEmpty else { throw .capacity(faults, root.manifestFiles) }
    let (hasProgram, folder) = (selected.session.world.hasProgram, workspace.resolver.root.text)
    var check = StartCheck(
      workspace: workspace,
      records: records,
      plan: plan,
      observer: planner.observer,
      unchanged: planner.unchanged,
      known: root.knownStages,
      findProgram: { name, searchPath in hasProgram(name, searchPath, folder) }
    )
    let obstacles = check.obstacles()
    guard obstacles.isEmpty else {
      throw .obstacles(obstacles.map { $0.telling(live) }, root.manifestFiles)
    }
    return check.staleUpstream().map { $0.telling(live) }
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
