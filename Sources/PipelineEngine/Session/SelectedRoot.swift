internal import PipelineDescription
package import PipelinePlanning
internal import PipelineSystem

package struct RunOrder: Equatable, Sendable {
  package var selection = Selection()
  /// Whether to run up-to-date stages, too.
  package var isForced = false
  /// The maximum number of parallel stages; nil takes it from the environment, the manifest or the machine.
  package var jobs: Int?
  /// The amounts of resources that the user has set, by name.
  package var resources: [String: Int] = [:]
  package var onFailure = FailureResponse.finishRunning
  /// Whether to wait for another run in the root.
  package var waits = false

  package init() {}

  /// Returns the command line of this order with one more option, without the options that every hint repeats.
  func command(adding option: String) -> String {
    func words(_ name: String, _ values: [String]) -> [String] {
      values.map { "\(name) \(shellQuoted($0))" }
    }
    var parts = ["pipeline", option]
    if isForced { parts.append("--force") }
    if selection.isFailed { parts.append("--failed") }
    parts += jobs.map { ["-j \($0)"] } ?? []
    parts += words(
      "--resource",
      resources.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    )
    parts += words("--stage", selection.stages + selection.names)
    parts += words("--from", selection.from) + words("--to", selection.to)
    parts += words("--downstream", selection.downstream)
    return parts.joined(separator: " ")
  }
}

package struct SelectedRoot: Sendable {
  package let session: RootSession
  package var root: OpenedRoot
  package var stages: Set<StageID>
  package var order = RunOrder()
  package var capacity = Capacity(jobs: 1)

  package var hasNothingFailed: Bool { stages.isEmpty && order.selection.isFailed }

  package func isUpToDate() throws(SessionFault) -> Bool {
    judged(try root.recordFile().records).plan.isUpToDate
  }

  /// Plans without the lock; the stages of a run in progress do not count as interrupted.
  package func plan() throws(SessionFault) -> PlannedRoot {
    let look = try session.look(at: root.workspace.resolver)
    let records = try session.records(of: root)
    let live = look.live(records)
    session.tellRunning(look)
    var planned = judged(records)
    planned.live = live
    planned.plan = planned.plan.telling(live, in: root.graph)
    return planned
  }

  func judged(_ records: Records) -> PlannedRoot {
    var planner = Planner(workspace: root.workspace, records: records, known: root.knownStages)
    let plan = planner.plan(stages, isForced: order.isForced)
    return PlannedRoot(selected: self, records: records, plan: plan, planner: planner)
  }
}

extension RootSession {
  package func select(_ selection: Selection) throws(SessionFault) -> SelectedRoot {
    let root = try open()
    return SelectedRoot(session: self, root: root, stages: try stages(selection, in: root))
  }

  /// `isForRun` is false if the order will only be planned.
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
    let failed = selection.isFailed ? failedStages(root.graph, try root.recordFile().records) : []
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

  /// Returns the folder in which the user typed names, relative to the root if inside it.
  func folder(in root: OpenedRoot) -> Path { root.workspace.resolver.path(caller.folder) }

  private func failedStages(_ graph: Graph, _ records: Records) -> Set<StageID> {
    let histories = records.histories
    return Set(graph.stages.filter { histories[graph.name(of: $0)]?.hasFailed ?? false })
  }

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
      gpus: room.gpus,
      settings: order.resources
    )
  }

  private func jobsFromEnvironment() throws(SessionFault) -> Int? {
    guard let text = caller.environment["PIPELINE_JOBS"], !text.isEmpty else { return nil }
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let jobs = Int(text),
      Capacity.jobsRange.contains(jobs)
    else { throw .jobsVariable(text) }
    return jobs
  }
}
