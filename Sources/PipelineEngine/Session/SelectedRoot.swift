internal import PipelineDescription
package import PipelinePlanning
internal import PipelineSystem

/// The work that a run is to do, as it was asked for.
package struct RunOrder: Equatable, Sendable {
  package var selection = Selection()
  /// Whether selected stages run that are up to date, too.
  package var isForced = false
  /// The most stages to run at once; nil leaves it to the environment, the manifest and the machine.
  package var jobs: Int?
  /// How much there is of resources, by name, as far as that was said.
  package var resources: [String: Int] = [:]
  package var onFailure = FailureResponse.finishRunning
  /// Whether another run in the root is waited for.
  package var waits = false

  package init() {}
}

/// A root with the stages that are meant.
package struct SelectedRoot: Sendable {
  package let session: RootSession
  package var root: OpenedRoot
  package var stages: Set<StageID>
  package var order = RunOrder()
  package var capacity = Capacity(jobs: 1)

  /// Whether the stages that failed last are asked for and there are none.
  package var hasNothingFailed: Bool { stages.isEmpty && order.selection.isFailed }

  /// Whether no selected stage is stale.
  package func isUpToDate() throws(SessionFault) -> Bool {
    judged(try root.records().memory).plan.isUpToDate
  }

  /// Plans without the lock, and looks at what a run that goes on does: its stages are not called interrupted.
  package func plan() throws(SessionFault) -> PlannedRoot {
    let look = try session.look(at: root.workspace.resolver)
    let memory = try session.memory(of: root)
    let live = look.live(memory)
    session.tellRunning(look)
    var planned = judged(memory)
    planned.live = live
    planned.plan = planned.plan.telling(live, in: root.graph)
    return planned
  }

  func judged(_ memory: Memory) -> PlannedRoot {
    var planner = Planner(workspace: root.workspace, memory: memory, known: root.knownStages)
    let plan = planner.plan(stages, isForced: order.isForced)
    return PlannedRoot(selected: self, memory: memory, plan: plan, planner: planner)
  }
}

extension RootSession {
  /// Opens the root and finds the stages that are meant.
  package func select(_ selection: Selection) throws(SessionFault) -> SelectedRoot {
    let root = try open()
    return SelectedRoot(session: self, root: root, stages: try stages(selection, in: root))
  }

  /// Opens the root and finds what a run would have to do.
  ///
  /// - Parameters:
  ///   - order: What is asked for.
  ///   - isForRun: Whether it is to be run, not only planned.
  /// - Returns: The root with the stages.
  /// - Throws: Why nothing can be run.
  package func select(
    _ order: RunOrder,
    isForRun: Bool = false
  ) throws(SessionFault) -> SelectedRoot {
    let root = try open(isForAll: order.selection == Selection() && !order.isForced)
    let capacity = try capacity(of: root.workspace, order, isForRun: isForRun)
    var selected = SelectedRoot(
      session: self,
      root: root,
      stages: try stages(order.selection, in: root)
    )
    (selected.order, selected.capacity) = (order, capacity)
    return selected
  }

  func stages(
    _ selection: Selection,
    in root: OpenedRoot
  ) throws(SessionFault) -> Set<StageID> {
    let failed = selection.isFailed ? failedStages(root.graph, try root.records().memory) : []
    do throws(SelectionFault) {
      return try selection.stages(
        in: root.graph,
        resolver: root.workspace.resolver,
        typedIn: folder(in: root),
        failed: failed
      )
    } catch {
      throw .selection(error)
    }
  }

  /// The folder in which names were typed, relative to the root where it lies in it.
  func folder(in root: OpenedRoot) -> Path { root.workspace.resolver.path(caller.folder) }

  private func failedStages(_ graph: Graph, _ memory: Memory) -> Set<StageID> {
    let histories = memory.histories
    return Set(graph.stages.filter { histories[graph.name(of: $0)]?.hasFailed ?? false })
  }

  /// How much may run at once: by the caller, the environment, the manifest and the machine.
  private func capacity(
    of workspace: Workspace,
    _ order: RunOrder,
    isForRun: Bool
  ) throws(SessionFault) -> Capacity {
    let room = executor.capacity
    let most = Capacity.jobsRange.upperBound
    let asked = if let jobs = order.jobs { jobs } else { try jobsFromEnvironment() }
    let jobs = asked ?? workspace.defaults.jobs?.count ?? room.cores ?? room.slots ?? most
    let possible = room.slots ?? most
    if jobs > possible, isForRun {
      notify(.fewOpenFiles(limit: room.openFiles ?? 0, jobs: jobs, possible: possible))
    }
    return Capacity(
      limits: workspace.defaults.limits,
      exclusives: workspace.graph.exclusives,
      jobs: min(jobs, possible),
      cores: room.cores,
      memory: room.memory,
      settings: order.resources
    )
  }

  /// The value of `PIPELINE_JOBS`; nil where it is not set, or empty.
  private func jobsFromEnvironment() throws(SessionFault) -> Int? {
    guard let text = caller.environment["PIPELINE_JOBS"], !text.isEmpty else { return nil }
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let jobs = Int(text),
      Capacity.jobsRange.contains(jobs)
    else { throw .jobsVariable(text) }
    return jobs
  }
}
