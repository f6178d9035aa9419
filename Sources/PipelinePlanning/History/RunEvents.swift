/// The events of one run, grouped by subject.
package struct RunEvents: Equatable, Sendable {
  package var id: String
  /// Nil if the log line of the start is unreadable.
  package var start: Event.RunStart?
  /// In the order in which they began.
  package var attempts: [AttemptEvents] = []
  /// In the order in which they finished.
  package var stages: [Event.StageSummary] = []
  package var warnings: [Event.Warning] = []
  /// Nil while the run is in progress, and also if its runner died.
  package var end: Event.RunSummary?

  /// The caller must add the events in the order of the log.
  package mutating func add(_ event: Event) {
    switch event {
    case .runStarted(let start): self.start = start
    case .attemptStarted(let attempt): attempts.append(AttemptEvents(run: id, begun: attempt))
    case .attemptFinished(let attempt):
      let begun = attempts.lastIndex { $0.stage == attempt.stage && $0.number == attempt.number }
      if let begun {
        attempts[begun].ended = attempt
      } else {
        attempts.append(AttemptEvents(run: id, ended: attempt))
      }
    case .stageFinished(let stage): stages.append(stage)
    case .warning(let warning): warnings.append(warning)
    case .runFinished(let end): self.end = end
    case .stageUpToDate, .scriptStarted, .scriptFinished, .stageBlocked, .stageCancelled,
      .accepted, .cleaned, .other:
      break
    }
  }
}

extension RunEvents {
  package init(id: String) { self.init(id: id, attempts: []) }
}

/// The start and end of one attempt; nil if the log lacks the line.
package struct AttemptEvents: Equatable, Sendable {
  package var run: String
  package var stage: String
  /// Counted from 1; 0 for a stage that failed before its first attempt could begin.
  package var number: Int
  package var begun: Event.AttemptStart?
  /// Nil while the attempt runs, and also if its runner died.
  package var ended: Event.AttemptSummary?

  /// Creates an attempt that the log does not mention yet.
  package init(run: String, stage: String, number: Int = 1) {
    self.run = run
    self.stage = stage
    self.number = number
  }

  package init(run: String, begun: Event.AttemptStart) {
    self.init(run: run, stage: begun.stage, number: begun.number)
    self.begun = begun
  }

  package init(run: String, ended: Event.AttemptSummary) {
    self.init(run: run, stage: ended.stage, number: ended.number)
    self.ended = ended
  }

  package init(run: String, lastOf stage: Event.StageSummary) {
    let ended = Event.AttemptSummary(
      stage: stage.stage,
      number: stage.attempts,
      start: stage.start,
      duration: stage.duration,
      end: stage.end,
      reasons: stage.reasons,
      log: stage.log
    )
    self.init(run: run, ended: ended)
  }

  /// Milliseconds since 1970; nil if unknown.
  package var start: Int64? { ended?.start ?? begun?.time }
  package var end: AttemptEnd? { ended?.end }
  /// Seconds; nil if the end is not logged.
  package var duration: Double? { ended?.duration }
  package var reasons: [Reason] { ended?.reasons ?? begun?.reasons ?? [] }
  /// The path of the attempt's log, relative to the root.
  package var log: String? { ended.map { $0.log } ?? begun?.log }
  /// Nil if the stage has no `Retry`, or if the attempt succeeded or was stopped.
  package var decision: RetryDecision? { ended?.decision }
  /// Whether the runner decided on another attempt.
  package var isFollowed: Bool { if case .again = decision { true } else { false } }
}

package enum StageEvent: Equatable, Sendable {
  case attempt(AttemptEvents)
  /// `run` is the run of the stage's record, or a new id if the stage never ran.
  case acceptance(run: String, Event.Acceptance)

  package var stage: String {
    switch self {
    case .attempt(let attempt): attempt.stage
    case .acceptance(_, let acceptance): acceptance.stage
    }
  }
}

/// The start and the end of a run, and its progress so far.
package struct RunOverview: Equatable, Sendable {
  /// The run without `stages`; `attempts` has only attempts without an end, or with a retry after them.
  package var run: RunEvents
  package var succeeded: Int
  package var failed: Int
  /// The stages that have failed so far in a run without an end.
  package var failedStages: Set<String> = []

  package init(run: RunEvents, succeeded: Int = 0, failed: Int = 0) {
    self.run = run
    self.succeeded = succeeded
    self.failed = failed
  }

  package init(of run: RunEvents) {
    let failed = run.stages.count { !$0.end.isSuccess && $0.end != .stopped }
    self.init(
      run: run,
      succeeded: run.end?.succeeded ?? run.stages.count { $0.end.isSuccess },
      failed: run.end?.failed.count ?? failed
    )
  }
}

package enum HistoryFault: Error, Equatable, Sendable {
  /// No run has an id that begins with this text; `isStage` says whether a stage has this name.
  case unknownRun(String, nearest: String?, isStage: Bool)
  /// Several runs have ids that begin with this text; `runs` has a few of them, the newest first.
  case ambiguousRun(String, runs: [String])
  case unknownStage(String, nearest: String?, stages: [String])
  case stageNotInRun(String, run: String, stages: [String])
  /// The log of the attempt no longer exists.
  case outputGone(stage: String, path: String)
  /// The attempt ended before its scripts could print anything.
  case noOutput(stage: String, end: String)
  case unreadable(path: String, SystemFault)
}
