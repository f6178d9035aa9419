/// The current status of a stage.
package struct StageStatus: Equatable, Sendable {
  /// The state of a stage; the raw values are the words that the command line uses.
  package enum State: String, CaseIterable, Sendable {
    /// The current run is executing the stage, or will retry it.
    case running
    /// Its last attempt failed.
    case failed
    /// Its last attempt was stopped, or its runner died.
    case interrupted
    case stale
    /// The stage has no reason of its own to run, but upstream stages run or may run.
    case mayRun = "may-run"
    case upToDate = "up-to-date"
  }

  package var stage: StageID
  package var state: State
  /// The reasons why it must run, the most important first.
  package var reasons: [Reason]
  /// The upstream stages that decide whether it runs, if its state is `mayRun`.
  package var pending: [String]
  /// The last attempt, if it is known; of a success, at least its run and its duration are known.
  package var last: AttemptEvents?

  package init(
    stage: StageID,
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

  /// Returns the state that follows from the plan and the records.
  ///
  /// `isLive` says whether the current run is executing the stage.
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
  /// Whether the last attempt failed; an attempt that was stopped with its run does not count.
  package var hasFailed: Bool {
    if case .failed(let end) = lastAttempt { end != .stopped } else { false }
  }
}

/// The status of a pipeline, as `pipeline status` prints it.
package struct Status: Equatable, Sendable {
  /// Whether a run is in progress, and its progress.
  package var run: RunState
  /// The last run in the log; nil while a run is in progress.
  package var last: RunOverview?
  /// The selected stages, in the order of execution.
  package var stages: [StageStatus]
  /// Files that no stage makes any more, whatever stages are selected.
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

  /// Returns the number of stages in a state.
  package func count(_ state: StageStatus.State) -> Int { stages.count { $0.state == state } }
}
