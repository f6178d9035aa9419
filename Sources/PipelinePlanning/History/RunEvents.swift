/// The events of one run, grouped by subject.
package struct RunEvents: Equatable, Sendable {
  package var id: String
  /// Nil if the line could not be read.
  package var start: Event.RunStart?
  /// In the order in which they began.
  package var attempts: [AttemptEvents] = []
  /// In the order in which they ended.
  package var stages: [Event.StageSummary] = []
  package var warnings: [Event.Warning] = []
  /// Nil while the run goes on, and if it never finished.
  package var end: Event.RunSummary?

  /// Adds an event of the run; the caller adds events in the order of the log.
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

/// The events of one attempt: its start, its end, or both.
package struct AttemptEvents: Equatable, Sendable {
  package var run: String
  package var stage: String
  /// Counted from 1; 0 for a stage that failed before its first attempt could begin.
  package var number: Int
  package var begun: Event.AttemptStart?
  /// Nil if the end is not logged: the attempt still runs, or its runner died.
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

  /// Creates the last attempt of a stage from the summary of the stage.
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

  /// The time when it began, in milliseconds since 1970; nil if unknown.
  package var start: Int64? { ended?.start ?? begun?.time }
  package var end: AttemptEnd? { ended?.end }
  /// Seconds; nil if the end is not logged.
  package var duration: Double? { ended?.duration }
  package var reasons: [Reason] { ended?.reasons ?? begun?.reasons ?? [] }
  /// The file with the output of the scripts, relative to the root.
  package var log: String? { ended.map { $0.log } ?? begun?.log }
  /// The retry decision after the attempt; nil if there was nothing to decide.
  package var decision: RetryDecision? { ended?.decision }
  /// Whether the runner decided on another attempt.
  package var isFollowed: Bool { if case .again = decision { true } else { false } }
}

/// One entry in the history of a stage, from the log.
package enum StageEvent: Equatable, Sendable {
  case attempt(AttemptEvents)
  /// `run` is the run whose success the user accepted; for a stage that never ran, an id of its own.
  case acceptance(run: String, Event.Acceptance)

  package var stage: String {
    switch self {
    case .attempt(let attempt): attempt.stage
    case .acceptance(_, let acceptance): acceptance.stage
    }
  }
}

/// A summary of a run: its start, its end, and its progress if it has no end.
package struct RunOverview: Equatable, Sendable {
  /// The run without its stages, and only with attempts that have no end or are followed by another.
  package var run: RunEvents
  /// The number of stages that have succeeded.
  package var succeeded: Int
  /// The number of stages that have failed.
  package var failed: Int

  package init(run: RunEvents, succeeded: Int = 0, failed: Int = 0) {
    self.run = run
    self.succeeded = succeeded
    self.failed = failed
  }

  /// Creates the summary of a run from all its events.
  package init(of run: RunEvents) {
    let failed = run.stages.count { !$0.end.isSuccess && $0.end != .stopped }
    self.init(
      run: run,
      succeeded: run.end?.succeeded ?? run.stages.count { $0.end.isSuccess },
      failed: run.end?.failed.count ?? failed
    )
  }
}

/// The reason why the history has no answer.
package enum HistoryFault: Error, Equatable, Sendable {
  /// No run has an id that begins with this text; `isStage` says whether a stage has this name.
  case unknownRun(String, nearest: String?, isStage: Bool)
  /// Several runs have ids that begin with this text; `runs` has a few of them, the newest first.
  case ambiguousRun(String, runs: [String])
  /// The log has no attempt of a stage with this name.
  case unknownStage(String, nearest: String?, stages: [String])
  /// The run did not start the stage.
  case stageNotInRun(String, run: String, stages: [String])
  /// The file with the output of the attempt no longer exists.
  case outputGone(stage: String, path: String)
  /// The attempt ended before its scripts could print anything.
  case noOutput(stage: String, end: String)
  /// The log or the output of an attempt cannot be read.
  case unreadable(path: String, SystemFault)
}
