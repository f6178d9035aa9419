package struct StageStatus: Equatable, Sendable {
  /// The raw values appear on the command line.
  package enum State: String, CaseIterable, Sendable {
    /// A run in progress is executing the stage, or will retry it.
    case running
    case failed
    /// The last attempt was stopped, or its runner died.
    case interrupted
    case stale
    /// The stage has no reason of its own to run, but upstream stages run or may run.
    case mayRun = "may-run"
    case upToDate = "up-to-date"
  }

  package var stage: StageID
  package var state: State
  /// The most important reason first.
  package var reasons: [Reason]
  /// If the state is `mayRun`, the upstream stages that decide whether the stage runs.
  package var pending: [String]
  /// Nil if unknown; for a success, at least the run and the duration are known.
  package var last: AttemptEvents?
  /// The times of a running attempt; nil if no attempt runs or its start is unknown.
  package var pace: Pace?
  /// The last line that a running attempt printed; nil if there is none.
  package var lastLine: PrintedLine?

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
  /// An attempt that was stopped with its run does not count as failed.
  package var hasFailed: Bool {
    if case .failed(let end) = lastAttempt { end != .stopped } else { false }
  }
}

/// The status of a pipeline, as `pipeline status` prints it.
package struct Status: Equatable, Sendable {
  package var run: RunState
  /// Nil while a run is in progress.
  package var last: RunOverview?
  /// The selected stages, in the order of execution.
  package var stages: [StageStatus]
  /// The former outputs of all stages, selected or not.
  package var formerOutputs: [FormerOutput]
  /// The estimated seconds left of the run in progress, as in `Progress.remaining`; nil if unknown.
  package var left: Double?

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

  package var isOverdue: Bool { stages.contains { $0.pace?.overdue != nil } }

  package func count(_ state: StageStatus.State) -> Int { stages.count { $0.state == state } }
}
