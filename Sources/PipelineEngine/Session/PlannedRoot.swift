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
    let warnings =
      check.staleUpstream() + check.longGlobs + [check.undeclaredArguments()].compactMap(\.self)
    return warnings.map { $0.telling(live) }
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
