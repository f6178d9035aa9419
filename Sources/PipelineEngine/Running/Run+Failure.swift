internal import PipelinePlanning

extension Run {
  /// Blocks the stages downstream of a failed stage, and may prevent all further starts.
  mutating func fail(_ stage: StageID) {
    block(after: stage)
    guard context.options.onFailure != .keepGoing, !schedule.isDraining else { return }
    // A stage that waits for its next attempt counts as running.
    drain(retries: context.options.onFailure == .finishRunning)
    if context.options.onFailure == .stopRunning { context.executor.stop(.all, atOnce: false) }
  }

  /// Blocks a stale stage that lacks something, and the stages downstream of it.
  mutating func block(_ stage: StageID, lacks: [String]) {
    ledger.tell(.stageBlocked(stage: context.name(stage), by: [], lacks: lacks))
    block(after: stage, .blocked)
  }

  /// Prevents all further starts; with `retries`, stages that have started still get their further attempts.
  mutating func drain(retries: Bool = false) {
    // Otherwise, attempts that wait in the queue of a cluster would still start.
    for (_, attempt) in attempts.live.sorted(by: { $0.key < $1.key })
    where !attempt.hasBegun && !(retries && attempt.attempt.number > 1) {
      context.executor.stop(.attempt(attempt.attempt.key), atOnce: false)
    }
    if !retries { for stage in schedule.stages(in: .retrying) { giveUp(stage) } }
    for stage in schedule.drain(retries: retries) {
      ledger.tell(.stageCancelled(stage: context.name(stage)))
    }
  }

  /// Cancels the next attempt of a stage; the end of its last attempt becomes the end of the stage.
  private mutating func giveUp(_ stage: StageID) {
    guard var last = attempts.giveUp(stage) else { return }
    last.decision = .runEnding
    tellFinished(stage, last)
    block(after: stage)
  }

  private mutating func block(after stage: StageID, _ state: StageState = .failed) {
    for other in schedule.move(stage, to: state) {
      let culprits = context.graph.upstream(of: other).filter {
        [.failed, .blocked].contains(schedule.state(of: $0))
      }
      ledger.tell(
        .stageBlocked(stage: context.name(other), by: culprits.map(context.name))
      )
    }
  }
}
