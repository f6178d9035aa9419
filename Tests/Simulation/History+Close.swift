import PipelineDescription
import PipelineEngine
import PipelinePlanning

extension History {
  /// Draws the balance of a run that came to its end: what was needless, what is known now, what must follow.
  mutating func close(
    _ outcome: Outcome,
    _ order: RunOrder,
    _ disturbance: Disturbance,
    known: Ledger,
    _ before: [String: Ledger.File],
    found: [String: Ledger.File]
  ) {
    let after = look()
    let isCalm = disturbance.isCalm && user.edited.isEmpty
    let restless = spec.restless
    if isCalm { checkFailures(outcome, found, after) }
    if isCalm, !order.isForced, !areRecordsOld {
      judgeNeed(known: known, before, after, restless)
    }
    noteSuccesses(outcome, isCalm: isCalm, after)
    guard outcome.summary.isSuccess, outcome.selected.count == spec.stages.count, isCalm,
      outcome.attached.isEmpty
    else {
      return
    }
    // After a whole run that nothing disturbed everything is up to date.
    guard let verdicts = try? self.verdicts(withSnapshot: true) else {
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
    _ outcome: Outcome,
    isCalm: Bool,
    _ after: [String: Ledger.File]
  ) {
    let environment = environment
    for case .stageFinished(let end) in outcome.events where end.end.isSuccess {
      guard isCalm, outcome.summary.signal == nil, outcome.summary.fault == nil,
        let stage = spec.stage(named: end.stage), !outcome.attached.contains(end.stage)
      else { continue }
      ledger.note(stage, spec, run: outcome.id, disk: after) { environment[$0] }
    }
  }

  /// What Make's rule finds up to date in a root without records is taken as it is.
  mutating func takeAdopted() {
    let ran = Set(host.starts.map(\.stage))
    let histories = records()?.histories ?? Histories()
    for stage in spec.stages
    where histories[stage.name]?.record != nil && !ran.contains(stage.name) {
      ledger.take(stage)
    }
  }

  // MARK: OnFailure

  /// After a failed attempt the outputs are as `OnFailure` says.
  ///
  /// - Parameters:
  ///   - outcome: What came of the run.
  ///   - found: The disk when the run was about to begin.
  ///   - after: The disk now.
  private func checkFailures(
    _ outcome: Outcome,
    _ found: [String: Ledger.File],
    _ after: [String: Ledger.File]
  ) {
    var hasRun: Set<String> = []
    for case .attemptFinished(let end) in outcome.events where end.end.hasStartedScript {
      hasRun.insert(end.stage)
    }
    for case .stageFinished(let end) in outcome.events where !end.end.isSuccess {
      guard let stage = spec.stage(named: end.stage), !outcome.attached.contains(end.stage) else {
        continue
      }
      let (earlier, now) = (Ledger.outputs(stage, found), Ledger.outputs(stage, after))
      switch spec.response(of: stage) {
      case .keep: continue
      case .delete where hasRun.contains(end.stage):
        if !now.isEmpty { machine.fail("`\(end.stage)` has failed and leaves \(now.keys)") }
      case .delete, .restore:
        if now != earlier {
          machine.fail("`\(end.stage)` has failed, its outputs were \(earlier) and are \(now)")
        }
      }
    }
  }

  /// What the outputs of stages must be once a run has undone what a dead one did.
  struct Undo {
    var changes: Int
    var outputs: [String: [String: Ledger.File]] = [:]
  }

  /// Notes what the next run must undo.
  mutating func noteUndo(
    _ found: [String: Ledger.File]?,
    isDead: Bool,
    _ histories: Histories
  ) {
    undo = nil
    guard isDead, let found, !host.isCluster, user.edited.isEmpty else { return }
    var undo = Undo(changes: machine.changes)
    for stage in spec.stages {
      guard host.starts.contains(where: { $0.stage == stage.name }),
        case .started = histories[stage.name]?.lastAttempt
      else { continue }
      switch spec.response(of: stage) {
      case .keep: break
      case .delete: undo.outputs[stage.name] = [:]
      case .restore: undo.outputs[stage.name] = Ledger.outputs(stage, found)
      }
    }
    self.undo = undo
  }

  /// Before anything of a run is done, what a dead one did is undone.
  func checkUndone(_ found: [String: Ledger.File]) {
    guard let undo, undo.changes == machine.changes else { return }
    for (name, wanted) in undo.outputs {
      guard let stage = spec.stage(named: name) else { continue }
      let now = Ledger.outputs(stage, found)
      if now != wanted { machine.fail("`\(name)` is not undone: \(now), it was \(wanted)") }
    }
  }
}
