package import PipelinePlanning
internal import PipelineReporting
internal import PipelineSystem

/// Finds where the stages of a pipeline stand.
package struct StatusJudge {
  let workspace: Workspace
  let look: RunLook
  let memory: Memory
  private let known: KnownStages

  /// Of so many selected stages the log is asked when each last ran; of more only those that failed.
  private static let exactLimit = 20

  /// How much of the log is looked through for that, in bytes.
  private static let logLimit = 1 << 24

  /// Takes what was seen of a run that goes on, and the records, which are read after that.
  package init(
    workspace: Workspace,
    look: RunLook,
    memory: Memory,
    known: KnownStages = KnownStages()
  ) {
    self.known = known
    self.workspace = workspace
    self.look = look
    self.memory = memory
  }

  /// Where the selected stages stand, in the order of execution.
  ///
  /// All stages are judged, for whether a stage may run depends on those before it.
  package func status(of selected: Set<Int>) throws(SystemFault) -> Status {
    let plan = plan(of: Set(workspace.graph.nodes.indices))
    let stages = try stages(plan.entries.filter { selected.contains($0.stage) })
    return Status(
      run: look.state,
      last: look.state.isIdle ? look.last : nil,
      stages: stages,
      formerOutputs: formerOutputs { workspace.files.state(of: $0) != .missing }
    )
  }

  /// The plan of some stages, as it is told.
  func plan(of selected: Set<Int>) -> Plan {
    var planner = Planner(workspace: workspace, memory: memory, known: known)
    return planner.plan(selected, isForced: false).telling(look.live(memory), in: workspace.graph)
  }

  /// The files that no stage makes any more, of those that are there.
  func formerOutputs(isThere: (Path) -> Bool) -> [FormerOutput] {
    let realPaths = RealPaths(files: workspace.files)
    return FormerOutput.all(
      in: memory.histories,
      of: workspace.graph,
      except: known.asDeclared(memory.histories),
      realPath: { realPaths($0) },
      isThere: isThere
    )
  }

  /// Where the stages of a plan's entries stand.
  func stages(_ entries: [Plan.Entry]) throws(SystemFault) -> [StageStatus] {
    let graph = workspace.graph
    let live = look.live(memory)
    var stages = entries.map { entry in
      let name = graph.name(of: entry.stage)
      let isLive = live.attempts[name] != nil
      var status = StageStatus(
        stage: entry.stage,
        state: StageStatus.state(entry.verdict, memory.histories[name], isLive: isLive),
        last: live.attempts[name]
      )
      switch entry.verdict {
      case .run(let reasons): status.reasons = reasons
      case .mayRun(let pending): status.pending = pending
      case .upToDate: break
      }
      return status
    }
    try addLastAttempts(to: &stages)
    return stages
  }

  private func addLastAttempts(to stages: inout [StageStatus]) throws(SystemFault) {
    let graph = workspace.graph
    let isExact = stages.count <= Self.exactLimit
    let wanted = stages.filter { stage in
      let name = graph.name(of: stage.stage)
      guard stage.state != .running, memory.histories[name] != nil else { return false }
      return isExact || stage.state == .failed || stage.state == .interrupted
    }
    var history = try RunHistory(of: workspace.resolver)
    let names = Set(wanted.map { graph.name(of: $0.stage) })
    let found = try history?.last(of: names, limit: Self.logLimit) ?? [:]
    for position in stages.indices where stages[position].state != .running {
      let name = graph.name(of: stages[position].stage)
      stages[position].last = last(of: name, stages[position].state, found[name])
    }
  }

  /// The last attempt by the log, where the records do not say otherwise; else by the records.
  private func last(
    of name: String,
    _ state: StageStatus.State,
    _ logged: AttemptEvents?
  ) -> AttemptEvents? {
    let hasFailed = state == .failed || state == .interrupted
    let record = memory.histories[name]?.record
    if let logged, hasFailed != (logged.end?.isSuccess ?? false) {
      if hasFailed || logged.run == record?.run { return logged }
    }
    // What was taken over by Make's rule never ran here.
    guard !hasFailed, let record, let duration = record.duration,
      let start = Timestamp(startOfRun: record.run)?.milliseconds
    else { return nil }
    return AttemptEvents(
      run: record.run,
      ended: Event.AttemptSummary(stage: name, start: start, duration: duration)
    )
  }
}
