internal import PipelinePlanning

/// An attempt that is submitted or running, and the observation before its scripts.
struct LiveAttempt {
  let attempt: Attempt
  let stage: StageID
  let reasons: [Reason]
  let observation: Observation
  let commands: [String]
  let log: Path
  /// The time of its submission, later of its start, in milliseconds since 1970.
  var start: Int64
  /// The same time by the steady clock, in seconds.
  var started: Double
  /// The memory that it is expected to need, in bytes; 0 if small or unknown.
  var expectedMemory = 0
  /// The memory that its processes held at the last sample, in bytes.
  var heldMemory: Int64 = 0
  /// The steady time at which its stage was ready for it.
  var ready: Double?
  /// Its waits since then.
  var waits: [Event.AttemptStart.Wait] = []
  /// The host that it runs on; nil while it waits in a queue, empty if unknown.
  var host: String?
  /// The handle of its job on a cluster.
  var handle: JobHandle?
  /// Whether an earlier run submitted it and its stage would now run differently.
  var isOutdated = false
  /// The lag of its host's clock in seconds, estimated from its start; negative if that clock is ahead.
  var lag = 0.0
  /// Whether its start time is known, and so its duration.
  var isTimed = false
  /// The number of its scripts that have ended.
  var endedScripts = 0
  /// The end of its scripts, while the run examines their outputs.
  var ended: Ended?

  /// Creates an attempt submitted now, with the observation before its scripts start.
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

  /// Returns the duration up to an end, in seconds; 0 if the start time is unknown.
  func duration(to ended: Ended) -> Double { isTimed ? max(0, ended.time - started) : 0 }

  var hasBegun: Bool { host != nil }

  struct Ended {
    var end: AttemptEnd
    var usage: ResourceUsage
    /// The observation at that moment.
    var after: Observation
    /// The time by the steady clock, in seconds.
    var time: Double
  }
}

extension Observation {
  /// Creates the observation that an attempt made before its scripts started, from its record.
  init(of record: Record) {
    self.init(recipe: record.recipe)
    (scripts, inputs, outputs) = (record.scripts, record.inputs, record.outputs)
    upstream = record.upstream
  }
}
