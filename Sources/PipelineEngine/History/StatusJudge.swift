package import PipelinePlanning
internal import PipelineReporting
internal import PipelineSystem

/// Finds the states of the stages of a pipeline.
package struct StatusJudge {
  let workspace: Workspace
  let look: RunLook
  let records: Records
  /// The present time, in milliseconds since 1970.
  let now: Int64
  var known = KnownStages()

  /// Beyond this number of stages, the log is searched only for failed and interrupted stages.
  private static let exactLimit = 20

  /// The search for last attempts stops after this many bytes of the log.
  private static let logLimit = 1 << 24

  /// Returns states in the order of execution; judges all stages, because states depend on upstream stages.
  package func status(of selected: Set<StageID>) throws(SystemFault) -> Status {
    let plan = plan(of: Set(workspace.graph.stages))
    // A stage that runs counts for the rest of the run, even if it is not selected.
    let live = look.live(records).attempts
    let stages = try stages(
      plan.entries.filter { entry in
        selected.contains(entry.stage) || live[workspace.graph.name(of: entry.stage)] != nil
      }
    )
    var status = Status(
      run: look.state,
      last: look.state.isIdle ? look.last : nil,
      stages: stages.filter { selected.contains($0.stage) },
      formerOutputs: formerOutputs { workspace.files.state(of: $0) != .missing }
    )
    status.left = left(plan, stages)
    return status
  }

  /// Returns a plan in which stages that run now count as running, not as interrupted.
  func plan(of selected: Set<StageID>) -> Plan {
    var planner = Planner(workspace: workspace, records: records, known: known)
    return planner.plan(selected, isForced: false).telling(look.live(records), in: workspace.graph)
  }

  /// Returns the outputs of earlier runs that still exist and that no stage makes anymore.
  func formerOutputs(isThere: (Path) -> Bool) -> [FormerOutput] {
    let realPaths = RealPaths(files: workspace.files)
    return FormerOutput.all(
      in: records.histories,
      of: workspace.graph,
      except: known.asDeclared(records.histories),
      realPath: { realPaths($0) },
      isThere: isThere
    )
  }

  func stages(_ entries: [Plan.Entry]) throws(SystemFault) -> [StageStatus] {
    let graph = workspace.graph
    let live = look.live(records)
    var stages = entries.map { entry in
      let name = graph.name(of: entry.stage)
      let isLive = live.attempts[name] != nil
      var status = StageStatus(
        stage: entry.stage,
        state: StageStatus.state(entry.verdict, records.histories[name], isLive: isLive),
        last: live.attempts[name]
      )
      switch entry.verdict {
      case .run(let reasons): status.reasons = reasons
      case .mayRun(let pending): status.pending = pending
      case .upToDate: break
      }
      addProgress(to: &status)
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
      guard stage.state != .running, records.histories[name] != nil else { return false }
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

  /// Returns the last attempt from the log if it agrees with the records, else from the records.
  private func last(
    of name: String,
    _ state: StageStatus.State,
    _ logged: AttemptEvents?
  ) -> AttemptEvents? {
    let hasFailed = state == .failed || state == .interrupted
    let record = records.histories[name]?.record
    if let logged, hasFailed != (logged.end?.isSuccess ?? false) {
      if hasFailed || logged.run == record?.run { return logged }
    }
    // Without a duration, the stage never ran here: Make's rule found it up to date, or it was accepted.
    guard !hasFailed, let record, let duration = record.duration,
      let start = Timestamp(startOfRun: record.run)?.milliseconds
    else { return nil }
    var attempt = Event.AttemptSummary()
    (attempt.stage, attempt.start, attempt.duration) = (name, start, duration)
    return AttemptEvents(run: record.run, ended: attempt)
  }
}
