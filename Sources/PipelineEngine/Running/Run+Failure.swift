internal import PipelinePlanning

extension Run {
  /// Blocks the stages downstream of a failed stage, and may prevent all further starts.
  mutating func fail(_ stage: StageID) {
    block(after: stage)
    guard context.options.onFailure != .keepGoing, !schedule.isDraining else { return }
    drain()
    if context.options.onFailure == .stopRunning { context.executor.stop(.all, atOnce: false) }
  }

  /// Prevents all further starts.
  mutating func drain() {
    // Otherwise, attempts that wait in the queue of a cluster would still start.
    for (_, attempt) in attempts.live.sorted(by: { $0.key < $1.key }) where !attempt.hasBegun {
      context.executor.stop(.attempt(attempt.attempt.key), atOnce: false)
    }
    for stage in schedule.stages(in: .retrying) { giveUp(stage) }
    for stage in schedule.drain() { ledger.tell(.stageCancelled(stage: context.name(stage))) }
  }

  /// Cancels the next attempt of a stage; the end of its last attempt becomes the end of the stage.
  private mutating func giveUp(_ stage: StageID) {
    guard var last = attempts.giveUp(stage) else { return }
    last.decision = .runEnding
    tellFinished(stage, last)
    block(after: stage)
  }

  private mutating func block(after stage: StageID) {
    for other in schedule.move(stage, to: .failed) {
      let culprits = context.graph.upstream(of: other).filter {
        [.failed, .blocked].contains(schedule.state(of: $0))
      }
      ledger.tell(
        .stageBlocked(stage: context.name(other), by: culprits.map(context.name))
      )
    }
  }
}
