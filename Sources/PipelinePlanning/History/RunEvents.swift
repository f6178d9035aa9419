/// The events of one run, by what they are about.
package struct RunEvents: Equatable, Sendable {
  package var id: String
  /// Nil where the line could not be read.
  package var start: Event.RunStart?
  /// In the order in which they began.
  package var attempts: [AttemptEvents]
  /// In the order in which they ended.
  package var stages: [Event.StageSummary]
  package var warnings: [Event.Warning]
  /// Nil while the run goes on, and where it did not finish.
  package var end: Event.RunSummary?

  package init(
    id: String,
    start: Event.RunStart? = nil,
    attempts: [AttemptEvents] = [],
    stages: [Event.StageSummary] = [],
    warnings: [Event.Warning] = [],
    end: Event.RunSummary? = nil
  ) {
    self.id = id
    self.start = start
    self.attempts = attempts
    self.stages = stages
    self.warnings = warnings
    self.end = end
  }

  /// Adds an event of the run; events are added in the order of the log.
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

/// The events of one attempt: its start, its end, or both.
package struct AttemptEvents: Equatable, Sendable {
  package var run: String
  package var stage: String
  /// Counted from 1; 0 for a stage that failed before its first attempt could begin.
  package var number: Int
  package var begun: Event.AttemptStart?
  /// Nil where the end is not logged: the attempt runs, or its runner died.
  package var ended: Event.AttemptSummary?

  /// An attempt that the log does not tell of yet.
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

  /// The last attempt of a stage, as far as the event of the stage tells of it.
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

  /// When it began, in milliseconds since 1970; nil where that is not known.
  package var start: Int64? { ended?.start ?? begun?.time }
  package var end: AttemptEnd? { ended?.end }
  /// Seconds; nil where the end is not logged.
  package var duration: Double? { ended?.duration }
  package var reasons: [Reason] { ended?.reasons ?? begun?.reasons ?? [] }
  /// The file with what the scripts printed, relative to the root.
  package var log: String? { ended.map { $0.log } ?? begun?.log }
  /// What followed; nil where nothing was to be decided.
  package var decision: RetryDecision? { ended?.decision }
  /// Whether another attempt was to follow.
  package var isFollowed: Bool { if case .again = decision { true } else { false } }
}

/// What the log tells of a stage through the runs.
package enum StageEvent: Equatable, Sendable {
  case attempt(AttemptEvents)
  /// `run` is the run whose success was vouched for; of a stage that never ran an id of its own.
  case acceptance(run: String, Event.Acceptance)

  package var stage: String {
    switch self {
    case .attempt(let attempt): attempt.stage
    case .acceptance(_, let acceptance): acceptance.stage
    }
  }
}

/// A run in short: how it began and ended, and if it has no end how far it came.
package struct RunOverview: Equatable, Sendable {
  /// Without its stages; of its attempts those that have no end, or that another was to follow.
  package var run: RunEvents
  /// Stages that have succeeded.
  package var succeeded: Int
  /// Stages that have failed.
  package var failed: Int

  package init(run: RunEvents, succeeded: Int = 0, failed: Int = 0) {
    self.run = run
    self.succeeded = succeeded
    self.failed = failed
  }

  /// The short of a run that is known in full.
  package init(of run: RunEvents) {
    let failed = run.stages.count { !$0.end.isSuccess && $0.end != .stopped }
    self.init(
      run: run,
      succeeded: run.end?.succeeded ?? run.stages.count { $0.end.isSuccess },
      failed: run.end?.failed.count ?? failed
    )
  }
}

/// Why something cannot be found in the history.
package enum HistoryFault: Error, Equatable, Sendable {
  /// No run has this id, or one that begins so; perhaps a stage of that name was meant.
  case unknownRun(String, nearest: String?, isStage: Bool)
  /// Several runs have ids that begin so: the newest few, the newest first.
  case ambiguousRun(String, runs: [String])
  /// No attempt of such a stage is in the log.
  case unknownStage(String, nearest: String?, stages: [String])
  /// The run did not start the stage.
  case stageNotInRun(String, run: String, stages: [String])
  /// What an attempt printed is no longer there.
  case outputGone(stage: String, path: String)
  /// The attempt ended before anything could be printed.
  case noOutput(stage: String, end: String)
  /// The log or what was printed cannot be read.
  case unreadable(path: String, SystemFault)
}
