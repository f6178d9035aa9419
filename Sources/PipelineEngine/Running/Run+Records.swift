internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineSystem

/// Records of stages that do not run: what is up to date by Make's rule, or by content with other stamps.
extension Run {
  /// Records the stages outside the selection, too, in a root that was never run: after this run they would
  /// count as never run.
  mutating func adoptUnselected() {
    guard ledger.memory.isBlank else { return }
    let everything = Set(context.graph.stages)
    let others = everything.subtracting(selected)
    guard !others.isEmpty else { return }
    var planner = planner
    let all = planner.plan(everything, isForced: false)
    // In order, with those of the selection: a record names those of its upstream stages.
    for entry in all.entries
    where entry.verdict == .upToDate
      && (others.contains(entry.stage) || judge.isPlannedUpToDate(entry.stage))
    {
      adopt(entry.stage)
    }
  }

  /// Records a stage as it is, without having run it.
  mutating func adopt(_ stage: StageID) {
    var time = judge.timeBeforeSeeing(&ledger)
    var now = judge.observe(stage, ledger.histories)
    let disk = DiskClock(file: ledger.clockFile, clock: context.clock)
    if now.newestTime >= time, (try? disk.pass(now.newestTime)) != nil {
      // Without a record the next run would run what this one calls up to date.
      judge.forget()
      time = judge.timeBeforeSeeing(&ledger)
      now = judge.observe(stage, ledger.histories)
    }
    guard let record = now.adopted(by: context.id, seenAfter: time) else { return }
    ledger.succeed(context.name(stage), record: record)
    outcome.adopted += 1
  }

  /// Records the present stamps of a stage that is up to date by content.
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
  /// The record of a stage that Make's rule finds up to date and that has not run; nil where it does not.
  ///
  /// - Parameters:
  ///   - run: The run that finds it.
  ///   - clock: What the disk's clock said before anything was seen, in nanoseconds since 1970.
  /// - Returns: The record, without a duration.
  func adopted(by run: String, seenAfter clock: Int64) -> Record? {
    // What has changed since it was judged is not recorded as seen, and a file of the disk clock's
    // very tick, or from the future, could still change without a trace: such a stage rather runs.
    guard StalenessRule(basis: .make).reasons(self, history: nil).isEmpty, newestTime < clock else {
      return nil
    }
    return record(of: run, outputs: outputs)
  }
}
