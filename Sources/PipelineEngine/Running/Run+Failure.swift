internal import PipelinePlanning

/// What a failure or a stop means for the rest of the run.
extension Run {
  /// A stage has failed for good: what depends on it is blocked, and the others go on or not.
  mutating func fail(_ stage: StageID) {
    block(after: stage)
    guard context.options.onFailure != .keepGoing, !schedule.isDraining else { return }
    drain()
    if context.options.onFailure == .stopRunning { context.executor.stop(.all, atOnce: false) }
  }

  /// Lets nothing new start.
  mutating func drain() {
    // What waits in the queue of a cluster has not started yet.
    for (_, attempt) in attempts.live.sorted(by: { $0.key < $1.key }) where !attempt.hasBegun {
      context.executor.stop(.attempt(attempt.attempt.key), atOnce: false)
    }
    for stage in schedule.stages(in: .retrying) { giveUp(stage) }
    for stage in schedule.drain() { ledger.tell(.stageCancelled(stage: context.name(stage))) }
  }

  /// A stage that waits for its next attempt gets none: how the last one ended is its end.
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
