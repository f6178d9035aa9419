/// The stages that a run of another process is executing now.
package struct LiveStages: Equatable, Sendable {
  /// By stage name, the current attempt, or the last one if the stage waits for its next attempt.
  package private(set) var attempts: [String: AttemptEvents] = [:]

  package init() {}

  /// Finds the live stages in `histories`, and their attempts in the events of `run`.
  ///
  /// The runner writes the records before a script starts. The caller must read the histories after the log.
  package init(of run: RunEvents, histories: Histories) {
    let told = Dictionary(run.attempts.map { ($0.stage, $0) }, uniquingKeysWith: { $1 })
    for (name, history) in histories.unfinished {
      switch history.lastAttempt {
      case .started(let id) where id == run.id:
        attempts[name] = told[name] ?? AttemptEvents(run: id, stage: name)
      case .failed:
        guard let attempt = told[name], attempt.isFollowed else { continue }
        attempts[name] = attempt
      case .started, .succeeded: break
      }
    }
  }
}

extension Plan {
  /// Returns the plan with each live stage shown as running, not as interrupted or failed.
  package func telling(_ live: LiveStages, in graph: Graph) -> Plan {
    var plan = self
    for (position, entry) in entries.enumerated() {
      guard let attempt = live.attempts[graph.name(of: entry.stage)],
        case .run(let reasons) = entry.verdict
      else { continue }
      let told = reasons.map { $0.telling(attempt) }
      plan.entries[position].verdict = .run(told)
    }
    return plan
  }
}

extension Obstacle {
  package func telling(_ live: LiveStages) -> Obstacle {
    guard case .upstreamNotRun(let stage, let upstream, .interrupted) = self,
      live.attempts[upstream] != nil
    else { return self }
    return .upstreamNotRun(stage: stage, upstream: upstream, why: .running)
  }
}

extension Event.Warning {
  package func telling(_ live: LiveStages) -> Event.Warning {
    guard case .upstreamStale(let stage, let upstream, let reason, let others) = self else {
      return self
    }
    return .upstreamStale(
      stage: stage,
      upstream: upstream,
      reason: reason.telling(live.attempts[upstream]),
      others: others
    )
  }
}

extension Reason {
  /// Returns `runsNow` in place of an interrupted or failed last attempt, if there is a live attempt.
  package func telling(_ attempt: AttemptEvents?) -> Reason {
    switch self {
    case .lastAttemptInterrupted, .lastAttemptFailed:
      guard let attempt else { return self }
      return .runsNow(since: attempt.start)
    default: return self
    }
  }
}
