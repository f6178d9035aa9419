internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineReporting
internal import PipelineSystem

/// Finds how far the stages of the run in progress are.
extension StatusJudge {
  /// The number of bytes at the end of an attempt's log in which the last printed line is looked for.
  private static let tailSize = 4096

  /// Adds the pace and the last printed line to a stage that runs now.
  func addProgress(to status: inout StageStatus) {
    guard status.state == .running, let attempt = status.last, attempt.end == nil else { return }
    let key = AttemptKey(stage: attempt.stage, run: attempt.run, number: attempt.number)
    let path = attempt.log.map { Path($0) } ?? Workspace.attemptLog(of: key)
    let stamp = workspace.files.state(of: path).stamp
    let heard = stamp.map { $0.modified / 1_000_000 }
    if let stamp, stamp.kind == .file, stamp.size > 0, let heard {
      let start = max(0, Int(stamp.size) - Self.tailSize)
      let bytes = workspace.files.bytes(of: path, from: start, count: Self.tailSize)
      status.lastLine = lastPrintedLine(in: bytes).map { PrintedLine(text: $0, time: heard) }
    }
    guard let began = attempt.start else { return }
    status.pace = Pace(
      elapsed: seconds(since: began),
      usual: records.histories[attempt.stage]?.record?.duration,
      silence: heard.map { seconds(since: max(began, $0)) }
    )
  }

  private func seconds(since time: Int64) -> Double { Double(max(0, now - time)) / 1000 }

  /// Returns the estimated seconds left of the run in progress; nil if unknown.
  func left(_ plan: Plan, _ stages: [StageStatus]) -> Double? {
    guard let overview = look.state.run, let start = overview.run.start,
      let open = openStages(overview, start, plan)
    else { return nil }
    let estimates = Plan(
      entries: plan.entries.filter { open.contains($0.stage) }.map { entry in
        // The estimate of an up-to-date stage is 0, but an open stage will run.
        entry.verdict == .upToDate
          ? Plan.Entry(stage: entry.stage, verdict: .run([.forced])) : entry
      }
    ).estimates(workspace.graph, records)
    let schedule = Schedule(
      graph: workspace.graph,
      selected: open,
      capacity: Capacity(jobs: start.jobs),
      estimates: estimates
    )
    var elapsed: [StageID: Double] = [:]
    for stage in stages { elapsed[stage.stage] = stage.pace?.elapsed }
    return schedule.remaining(elapsed: elapsed)
  }

  /// Returns the stages of the run that have not ended; nil if the log does not tell which those are.
  private func openStages(
    _ overview: RunOverview,
    _ start: Event.RunStart,
    _ plan: Plan
  ) -> Set<StageID>? {
    let graph = workspace.graph
    let live = Set(look.live(records).attempts.keys)
    let failed = overview.failedStages
    let isWhole = start.selected == graph.nodes.count && !start.isForced
    guard !start.stages.isEmpty || isWhole else { return nil }
    let planned = Set(start.stages)
    let blocked = closure(
      of: Set(graph.stages.filter { failed.contains(graph.name(of: $0)) }),
      over: graph.downstream(of:)
    )
    let endsSoon = !failed.isEmpty && !start.keepsGoing
    return Set(
      plan.entries.lazy.filter { entry in
        let name = graph.name(of: entry.stage)
        if live.contains(name) { return true }
        if endsSoon || blocked.contains(entry.stage) { return false }
        if records.histories[name]?.record?.run == overview.run.id { return false }
        if !planned.isEmpty, !planned.contains(name) { return false }
        return start.isForced || entry.verdict != .upToDate
      }.map(\.stage)
    )
  }
}
