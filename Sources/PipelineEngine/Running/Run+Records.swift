internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineSystem

extension Run {
  /// Before the first run, also records unselected up-to-date stages, which would count as never run later.
  mutating func adoptUnselected() {
    guard ledger.records.isBlank else { return }
    let everything = Set(context.graph.stages)
    let others = everything.subtracting(selected)
    guard !others.isEmpty else { return }
    var planner = planner
    let all = planner.plan(everything, isForced: false)
    // A record names the runs of upstream stages, so these are recorded first, whether selected or not.
    for entry in all.entries
    where entry.verdict == .upToDate
      && (others.contains(entry.stage) || judge.isPlannedUpToDate(entry.stage))
    {
      adopt(entry.stage)
    }
  }

  /// Records a stage as it is, without running it.
  mutating func adopt(_ stage: StageID) {
    var time = judge.timeBeforeSeeing(&ledger)
    var now = judge.observe(stage, ledger.histories)
    let disk = DiskClock(file: ledger.clockFile, clock: context.clock)
    if now.newestTime >= time, (try? disk.pass(now.newestTime)) != nil {
      // The first observation is too new for a record. Without a record, the next run would run this stage.
      judge.forget()
      time = judge.timeBeforeSeeing(&ledger)
      now = judge.observe(stage, ledger.histories)
    }
    guard
      let record = now.adopted(
        by: context.id,
        of: context.graph.nodes[stage],
        seenAfter: time
      )
    else { return }
    ledger.succeed(context.name(stage), record: record)
    outcome.adopted += 1
  }

  /// Records the current stamps of a stage that is up to date by content.
  mutating func noteNews(_ stage: StageID, _ found: Judgement) {
    let name = context.name(stage)
    guard contents.isJudgedByContent(stage), found.isSettled,
      let record = ledger.histories[name]?.record
    else { return }
    let noted = found.observation.noted(in: record)
    if noted != record { ledger.succeed(name, record: noted) }
  }
}

extension Observation {
  /// Returns a record if Make's rule finds the stage up to date and all its files are older than `clock`.
  func adopted(by run: String, of node: Graph.Node, seenAfter clock: Int64) -> Record? {
    // Nil if the stage has changed since its judgement, or if a file can still change without a new stamp.
    guard StalenessRule(basis: .make).reasons(self, history: nil, of: node).isEmpty,
      newestTime < clock
    else {
      return nil
    }
    return record(of: run, outputs: outputs)
  }
}
