package import PipelinePlanning

extension Progress {
  /// Applies an event, because the run reports a new progress only at intervals.
  package mutating func take(_ event: Event) {
    switch event {
    case .runStarted(let start):
      self = Progress(running: [])
      waiting = start.selected
    case .stageUpToDate(let stage):
      remove(stage)
      upToDate += 1
    case .attemptStarted(let attempt):
      remove(attempt.stage)
      running.append(
        Running(stage: attempt.stage, attempt: attempt.number, elapsed: 0, usual: nil)
      )
    case .attemptFinished(let attempt):
      guard case .again(let delay) = attempt.decision else { return }
      remove(attempt.stage)
      retrying.append(Retrying(stage: attempt.stage, attempt: attempt.number + 1, wait: delay))
    case .stageFinished(let stage):
      remove(stage.stage)
      switch stage.end {
      case .succeeded: succeeded += 1
      case .stopped: notRun += 1
      default: failed += 1
      }
    case .stageBlocked(let stage, _, _), .stageCancelled(let stage):
      remove(stage)
      notRun += 1
    case .scriptStarted, .scriptFinished, .warning, .runFinished, .accepted, .cleaned, .other: break
    }
  }

  private mutating func remove(_ stage: String) {
    if let index = running.firstIndex(where: { $0.stage == stage }) {
      running.remove(at: index)
    } else if let index = retrying.firstIndex(where: { $0.stage == stage }) {
      retrying.remove(at: index)
    } else {
      waiting = max(0, waiting - 1)
    }
  }
}
