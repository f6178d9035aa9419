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

  /// Checks that the planned stages can start; throws all obstacles together, and returns warnings.
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
