import PipelineEngine
import PipelinePlanning

extension History {
  /// Draws the balance of a run that came to its end: what was needless, what is known now, what must follow.
  mutating func close(
    _ outcome: SimulatedSession.Outcome,
    _ request: SimulatedSession.Request,
    _ disturbance: Disturbance,
    known: Ledger,
    _ before: [String: Ledger.File]
  ) {
    let after = look()
    let isCalm = disturbance.isCalm && user.edited.isEmpty
    let restless = spec.restless
    if isCalm, !request.isForced, !areRecordsOld {
      judgeNeed(known: known, before, after, restless)
    }
    noteSuccesses(outcome, isCalm: isCalm, after)
    guard outcome.summary.isSuccess, outcome.selected.count == spec.stages.count, isCalm else {
      return
    }
    // After a whole run that nothing disturbed everything is up to date.
    guard let verdicts = try? session.verdicts(withSnapshot: true) else {
      return machine.fail("no plan can be made after a run")
    }
    areRecordsOld = false
    for stage in spec.stages
    where verdicts[stage.name] != .upToDate && !restless.contains(stage.id) {
      machine.fail(
        "after a run that succeeded `\(stage.name)` is not up to date: \(String(describing: verdicts[stage.name]))"
      )
    }
    if machine.happens(30), machine.failures.isEmpty, restless.isEmpty { checkRest() }
  }

  /// Counts the starts that were needless.
  private mutating func judgeNeed(
    known: Ledger,
    _ before: [String: Ledger.File],
    _ after: [String: Ledger.File],
    _ restless: Set<Int>
  ) {
    var ledger = known
    let environment = environment
    // In the order in which they ran, so that a stage after another sees that it did.
    for start in host.starts where start.number == 1 {
      guard let stage = spec.stage(named: start.stage), !restless.contains(stage.id) else {
        continue
      }
      self.ledger.judged += 1
      let need = ledger.need(of: stage, spec, before: before, after: after) { environment[$0] }
      if need == nil {
        self.ledger.needless += 1
        machine.fail("`\(stage.name)` ran, and need not have")
      }
      ledger.forget(stage.name)
    }
  }

  private mutating func noteSuccesses(
    _ outcome: SimulatedSession.Outcome,
    isCalm: Bool,
    _ after: [String: Ledger.File]
  ) {
    let environment = environment
    for case .stageFinished(let end) in outcome.events where end.end.isSuccess {
      guard isCalm, outcome.summary.signal == nil, outcome.summary.fault == nil,
        let stage = spec.stage(named: end.stage)
      else { continue }
      ledger.note(stage, spec, run: outcome.id, disk: after) { environment[$0] }
    }
  }

  /// What Make's rule finds up to date in a root without records is taken as it is.
  mutating func takeAdopted() {
    let ran = Set(host.starts.map(\.stage))
    let histories = (try? session.memory())?.histories ?? Histories()
    for stage in spec.stages
    where histories[stage.name]?.record != nil && !ran.contains(stage.name) {
      ledger.take(stage)
    }
  }
}
