internal import PipelinePlanning

/// An attempt that is submitted or running.
struct LiveAttempt {
  let attempt: Attempt
  let stage: StageID
  let reasons: [Reason]
  let observation: Observation
  let commands: [String]
  let log: Path
  /// The time of the submission, later of the start, in milliseconds since 1970.
  var start: Int64
  /// The same time as `start`, by the steady clock, in seconds.
  var started: Double
  /// In bytes; 0 if small or unknown.
  var expectedMemory = 0
  /// The memory of the attempt's processes in the last report, in bytes.
  var heldMemory: Int64 = 0
  /// The steady time at which the stage was ready to start; `waits` has the waits since then.
  var ready: Double?
  var waits: [Event.AttemptStart.Wait] = []
  /// Nil while the attempt waits in a queue; empty if the host is unknown.
  var host: String?
  var handle: JobHandle?
  /// Whether an earlier run submitted the attempt and its stage has changed since, so that this run stops it.
  var isOutdated = false
  /// The estimated lag of the host's clock, in seconds; negative if that clock is ahead.
  var lag = 0.0
  /// Whether the start time, and thus the duration, is known.
  var isTimed = false
  var endedScripts = 0
  /// Set once the scripts have ended, while the run still examines the outputs.
  var ended: Ended?

  /// Creates an attempt that is submitted now; the observation is from before the start of its scripts.
  init(
    _ attempt: Attempt,
    of stage: StageID,
    _ observation: Observation,
    reasons: [Reason],
    _ context: RunContext
  ) {
    (self.attempt, self.stage, self.reasons) = (attempt, stage, reasons)
    self.observation = observation
    commands = context.executor.commandLines(of: attempt)
    log = Workspace.attemptLog(of: attempt.key)
    (start, started) = (context.clock.wall, context.clock.steady)
  }

  var startEvent: Event.AttemptStart {
    var event = Event.AttemptStart()
    (event.stage, event.number, event.time) = (attempt.stage, attempt.number, start)
    (event.reasons, event.log) = (reasons, log.text)
    event.ready = ready.map { start - Int64(((started - $0) * 1000).rounded()) }
    event.waits = waits
    event.job = handle?.text
    event.host = host.flatMap { $0.isEmpty ? nil : $0 }
    return event
  }

  /// In seconds; 0 if the start time is unknown.
  func duration(to ended: Ended) -> Double { isTimed ? max(0, ended.time - started) : 0 }

  var hasBegun: Bool { host != nil }

  struct Ended {
    var end: AttemptEnd
    var usage: ResourceUsage
    var after: Observation
    /// By the steady clock, in seconds.
    var time: Double
  }
}

extension Observation {
  /// Restores, from a record, the observation that an attempt made before its scripts started.
  init(of record: Record) {
    self.init(recipe: record.recipe)
    (scripts, inputs, outputs) = (record.scripts, record.inputs, record.outputs)
    upstream = record.upstream
  }
}
