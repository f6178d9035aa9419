internal import PipelineDescription
internal import PipelinePlanning
internal import PipelineSystem

/// Records of stages that do not run: up to date by Make's rule, or by content with new stamps.
extension Run {
  /// Records the stages outside the selection, too, in a root that was never run.
  ///
  /// Without records they would count as never run after this run.
  mutating func adoptUnselected() {
    guard ledger.memory.isBlank else { return }
    let everything = Set(context.graph.stages)
    let others = everything.subtracting(selected)
    guard !others.isEmpty else { return }
    var planner = planner
    let all = planner.plan(everything, isForced: false)
    // In order and with the selected stages: each record names the runs of its upstream stages.
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
      // Without a record, the next run would run this stage, which is up to date now.
      judge.forget()
      time = judge.timeBeforeSeeing(&ledger)
      now = judge.observe(stage, ledger.histories)
    }
    guard let record = now.adopted(by: context.id, seenAfter: time) else { return }
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
  /// Returns a record for a stage that Make's rule finds up to date and that has not run, else nil.
  ///
  /// - Parameters:
  ///   - run: The run that finds it up to date.
  ///   - clock: The disk's time before the observation, in nanoseconds since 1970.
  /// - Returns: The record, without a duration.
  func adopted(by run: String, seenAfter clock: Int64) -> Record? {
    // No record if the stage has changed since its judgement. None either if a file has the disk clock's
    // current tick or a future time: it could still change without a new stamp. Such a stage must run.
    guard StalenessRule(basis: .make).reasons(self, history: nil).isEmpty, newestTime < clock else {
      return nil
    }
    return record(of: run, outputs: outputs)
  }
}
