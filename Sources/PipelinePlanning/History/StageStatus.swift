/// Where a stage stands now.
package struct StageStatus: Equatable, Sendable {
  /// The raw values are the words of the command line.
  package enum State: String, CaseIterable, Sendable {
    /// Its script runs, or waits for its next attempt, in the run that goes on.
    case running
    /// Its last attempt failed.
    case failed
    /// Its last attempt was stopped, or its runner died.
    case interrupted
    case stale
    /// Nothing says that it must run, and stages before it are to run.
    case mayRun = "may-run"
    case upToDate = "up-to-date"
  }

  /// The stage's position in the order of declaration.
  package var stage: Int
  package var state: State
  /// Why it is to run, the weightiest first.
  package var reasons: [Reason]
  /// Where it may run, the stages before it that decide.
  package var pending: [String]
  /// What is known of its last attempt; of a success at least the run and how long it took.
  package var last: AttemptEvents?

  package init(
    stage: Int,
    state: State,
    reasons: [Reason] = [],
    pending: [String] = [],
    last: AttemptEvents? = nil
  ) {
    self.stage = stage
    self.state = state
    self.reasons = reasons
    self.pending = pending
    self.last = last
  }

  /// The state that follows from the plan and the records.
  ///
  /// `isLive` says whether the run that goes on has the stage in hand.
  package static func state(
    _ verdict: Plan.Verdict,
    _ history: StageHistory?,
    isLive: Bool
  ) -> State {
    if isLive { return .running }
    switch history?.lastAttempt {
    case .failed(let end): return end == .stopped ? .interrupted : .failed
    case .started: return .interrupted
    case .succeeded, nil: break
    }
    switch verdict {
    case .run: return .stale
    case .mayRun: return .mayRun
    case .upToDate: return .upToDate
    }
  }
}

extension StageHistory {
  /// Whether the last attempt failed by itself: one that was stopped with its run did not.
  package var hasFailed: Bool {
    if case .failed(let end) = lastAttempt { end != .stopped } else { false }
  }
}

/// Where a pipeline stands: what `pipeline status` tells.
package struct Status: Equatable, Sendable {
  /// Whether a run goes on, and how far it is.
  package var run: RunState
  /// The last run of the log, where none goes on.
  package var last: RunOverview?
  /// The selected stages, in the order of execution.
  package var stages: [StageStatus]
  /// Files that no stage makes any more, of whichever stages are selected.
  package var formerOutputs: [FormerOutput]

  package init(
    run: RunState,
    last: RunOverview?,
    stages: [StageStatus],
    formerOutputs: [FormerOutput] = []
  ) {
    self.run = run
    self.last = last
    self.stages = stages
    self.formerOutputs = formerOutputs
  }

  /// How many stages are in a state.
  package func count(_ state: StageStatus.State) -> Int { stages.count { $0.state == state } }
}
