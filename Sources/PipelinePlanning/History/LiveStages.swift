/// The stages that the run that goes on has in hand now.
package struct LiveStages: Equatable, Sendable {
  /// The attempt that runs, or that another is to follow, by the stage's name; without a start where
  /// the log does not tell of it yet.
  package private(set) var attempts: [String: AttemptEvents] = [:]

  /// None.
  package init() {}

  /// Finds them: by the records, which are noted before a script starts, and when and how by the log.
  ///
  /// - Parameters:
  ///   - run: The run that goes on.
  ///   - histories: What is remembered of each stage, read after the log.
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
  /// The plan with what runs now told as that, not as interrupted.
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
  /// The obstacle, with a stage that runs now told as that, not as interrupted.
  package func telling(_ live: LiveStages) -> Obstacle {
    guard case .upstreamNotRun(let stage, let upstream, .interrupted) = self,
      live.attempts[upstream] != nil
    else { return self }
    return .upstreamNotRun(stage: stage, upstream: upstream, why: .running)
  }
}

extension Event.Warning {
  /// The warning, with a stage that runs now told as that, not as interrupted.
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
  /// The reason, where it is that the last attempt has no end, told of an attempt that is still live.
  package func telling(_ attempt: AttemptEvents?) -> Reason {
    switch self {
    case .lastAttemptInterrupted, .lastAttemptFailed:
      guard let attempt else { return self }
      return .runsNow(since: attempt.start)
    default: return self
    }
  }
}
