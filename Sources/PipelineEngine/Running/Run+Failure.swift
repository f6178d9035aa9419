internal import PipelinePlanning

/// What a failure or a stop means for the rest of the run.
extension Run {
  /// A stage has failed for good: what depends on it is blocked, and the others go on or not.
  mutating func fail(_ index: Int) {
    block(after: index)
    guard options.onFailure != .keepGoing, !schedule.isDraining else { return }
    drainSchedule()
    if options.onFailure == .stopRunning { runner.stop(atOnce: false) }
  }

  /// Stops the run: nothing new starts, and what runs is ended, the second time at once.
  mutating func stop(by number: Int32) {
    runner.stop(atOnce: signal != nil)
    contents.reader.stop()
    if signal == nil {
      signal = number
      drainSchedule()
    }
  }

  /// Lets nothing new start.
  mutating func drainSchedule() {
    for index in schedule.stages(in: .retrying) { giveUp(index) }
    for index in schedule.drain() { journal.tell(.stageCancelled(stage: name(index))) }
  }

  /// A stage that waits for its next attempt gets none: how the last one ended is its end.
  private mutating func giveUp(_ index: Int) {
    guard var last = trails[index]?.last else { return }
    delays[index] = nil
    last.decision = .runEnding
    tellFinished(index, last)
    block(after: index)
  }

  private mutating func block(after index: Int) {
    for other in schedule.move(index, to: .failed) {
      let culprits = workspace.graph.upstream(of: other).filter {
        [.failed, .blocked].contains(schedule.state(of: $0))
      }
      journal.tell(.stageBlocked(stage: name(other), by: culprits.map(name)))
    }
  }
}
