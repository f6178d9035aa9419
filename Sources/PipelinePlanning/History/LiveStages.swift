/// The stages that the current run of another process is executing.
package struct LiveStages: Equatable, Sendable {
  /// By stage name, the attempt that runs, or the last one if the stage waits for its next attempt.
  ///
  /// An attempt that the log does not mention yet has no start.
  package private(set) var attempts: [String: AttemptEvents] = [:]

  package init() {}

  /// Finds the live stages in the records, and their starts and reasons in the log.
  ///
  /// The runner writes the records before a script starts.
  ///
  /// - Parameters:
  ///   - run: The events of the current run.
  ///   - histories: The history of each stage; the caller must read it after the log.
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
  /// Returns the plan with each running stage described as running, not as interrupted or failed.
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
  /// Returns the obstacle with a running upstream stage described as running, not as interrupted.
  package func telling(_ live: LiveStages) -> Obstacle {
    guard case .upstreamNotRun(let stage, let upstream, .interrupted) = self,
      live.attempts[upstream] != nil
    else { return self }
    return .upstreamNotRun(stage: stage, upstream: upstream, why: .running)
  }
}

extension Event.Warning {
  /// Returns the warning with a running upstream stage described as running, not as interrupted.
  package func telling(_ live: LiveStages) -> Event.Warning {
    guard case .upstreamStale(let stage, let upstream, let reason) = self else { return self }
    return .upstreamStale(
      stage: stage,
      upstream: upstream,
      reason: reason.telling(live.attempts[upstream])
    )
  }
}

extension Reason {
  /// Returns `runsNow` instead of an interrupted or failed last attempt if `attempt` is live.
  package func telling(_ attempt: AttemptEvents?) -> Reason {
    switch self {
    case .lastAttemptInterrupted, .lastAttemptFailed:
      guard let attempt else { return self }
      return .runsNow(since: attempt.start)
    default: return self
    }
  }
}
