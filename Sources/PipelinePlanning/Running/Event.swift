/// What happens in a run, in order: what the log holds and the console tells.
package enum Event: Equatable, Sendable {
  case runStarted(RunStart)
  /// Judged and found up to date.
  case stageUpToDate(stage: String)
  /// The first script is about to start.
  case attemptStarted(stage: String, attempt: Int, reasons: [Reason], log: String)
  case scriptStarted(stage: String, command: String)
  case attemptFinished(AttemptSummary)
  case stageFinished(StageSummary)
  case stageBlocked(stage: String, by: [String])
  case stageCancelled(stage: String)
  /// Something worth knowing that stops nothing.
  case warning(Warning)
  case runFinished(RunSummary)

  package struct RunStart: Equatable, Sendable {
    package var run: String
    /// Milliseconds since 1970.
    package var time: Int64
    package var pipeline: String
    package var selected: Int
    package var toRun: Int
    package var mayRun: Int
    package var jobs: Int
    /// What the user typed behind the name of the program.
    package var arguments: [String]
    package var version: String
    package var host: String
    package var process: Int32
    /// The commit that the root's repository stands at; nil where there is none or nothing is to run.
    package var commit: String?
    /// Whether the work tree differs from that commit.
    package var isDirty: Bool?

    package init(
      run: String,
      time: Int64,
      pipeline: String,
      selected: Int,
      toRun: Int,
      mayRun: Int,
      jobs: Int,
      arguments: [String],
      version: String,
      host: String,
      process: Int32,
      commit: String?,
      isDirty: Bool?
    ) {
      self.run = run
      self.time = time
      self.pipeline = pipeline
      self.selected = selected
      self.toRun = toRun
      self.mayRun = mayRun
      self.jobs = jobs
      self.arguments = arguments
      self.version = version
      self.host = host
      self.process = process
      self.commit = commit
      self.isDirty = isDirty
    }
  }

  package struct AttemptSummary: Equatable, Sendable {
    package var stage: String
    package var attempt: Int
    package var start: Int64
    package var duration: Double
    package var end: AttemptEnd
    package var reasons: [Reason]
    package var commands: [String]
    package var log: String

    package init(
      stage: String,
      attempt: Int,
      start: Int64,
      duration: Double,
      end: AttemptEnd,
      reasons: [Reason],
      commands: [String],
      log: String
    ) {
      self.stage = stage
      self.attempt = attempt
      self.start = start
      self.duration = duration
      self.end = end
      self.reasons = reasons
      self.commands = commands
      self.log = log
    }
  }

  /// A stage that ran, whatever its end.
  package struct StageSummary: Equatable, Sendable {
    package var stage: String
    package var start: Int64
    /// Seconds over all attempts.
    package var duration: Double
    package var end: AttemptEnd
    package var attempts: Int
    package var reasons: [Reason]
    package var commands: [String]
    package var log: String?
    /// Whether it succeeded and every output was there before and is as it was.
    package var leftOutputs: Bool

    package init(
      stage: String,
      start: Int64,
      duration: Double,
      end: AttemptEnd,
      attempts: Int,
      reasons: [Reason],
      commands: [String],
      log: String?,
      leftOutputs: Bool = false
    ) {
      self.stage = stage
      self.start = start
      self.duration = duration
      self.end = end
      self.attempts = attempts
      self.reasons = reasons
      self.commands = commands
      self.log = log
      self.leftOutputs = leftOutputs
    }
  }

  package struct RunSummary: Equatable, Sendable {
    package var run: String
    package var time: Int64
    package var duration: Double
    package var succeeded: Int
    package var upToDate: Int
    package var failed: [String]
    package var blocked: [String]
    package var cancelled: [String]
    /// The signal that stopped the run.
    package var signal: Int32?
    /// Stages that are stale after this run, outside the selection or because what they read changed.
    package var staleDownstream: [String]
    /// The log or the records could not be written: the run cannot vouch for what it did.
    package var fault: SystemFault?
    /// How many stages a first run took as up to date by the times of their files.
    package var adopted: Int

    package init(
      run: String,
      time: Int64,
      duration: Double,
      succeeded: Int,
      upToDate: Int,
      failed: [String],
      blocked: [String],
      cancelled: [String],
      signal: Int32?,
      staleDownstream: [String],
      fault: SystemFault? = nil,
      adopted: Int = 0
    ) {
      self.run = run
      self.time = time
      self.duration = duration
      self.succeeded = succeeded
      self.upToDate = upToDate
      self.failed = failed
      self.blocked = blocked
      self.cancelled = cancelled
      self.signal = signal
      self.staleDownstream = staleDownstream
      self.fault = fault
      self.adopted = adopted
    }

    package var isSuccess: Bool {
      failed.isEmpty && cancelled.isEmpty && signal == nil && fault == nil
    }
  }

  package enum Warning: Equatable, Sendable {
    /// An unselected upstream stage has run, and is stale.
    case upstreamStale(stage: String, upstream: String, reason: Reason)
    case inputChangedMeanwhile(stage: String, path: String)
    case outputKept(stage: String, path: String, copy: String)
    case futureTime(stage: String, path: String)
    case recordsDamaged(count: Int)
    case recordsNotWritten(SystemFault)
    case manifestChanged(path: String)
  }
}
