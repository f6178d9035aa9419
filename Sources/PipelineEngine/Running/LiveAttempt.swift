internal import PipelinePlanning

/// An attempt that is submitted or runs, and what it saw before.
struct LiveAttempt {
  let attempt: Attempt
  let stage: StageID
  let reasons: [Reason]
  let observation: Observation
  let commands: [String]
  let log: Path
  /// Milliseconds since 1970: of its submission, then of its start.
  var start: Int64
  /// The same by the steady clock, in seconds.
  var started: Double
  /// How much memory it is expected to hold, in bytes; 0 where that is little or not known.
  var expectedMemory = 0
  /// How much memory its processes held at the last sample, in bytes.
  var heldMemory: Int64 = 0
  /// When its stage was ready for it, by the steady clock.
  var ready: Double?
  /// What it has waited for since then.
  var waits: [Event.AttemptStart.Wait] = []
  /// Where it runs; nil while it waits in a queue, empty where that was never told.
  var host: String?
  /// The job that it is, on a cluster.
  var handle: JobHandle?
  /// Whether an earlier run submitted it, and its stage would now run otherwise.
  var isOutdated = false
  /// How far the clock of its host is behind (negative: ahead), in seconds, as far as its start tells.
  var lag = 0.0
  /// Whether it is known when it began, and so how long it took.
  var isTimed = false
  /// How many of its scripts have ended.
  var endedScripts = 0
  /// The end of its scripts, while what they left is looked at.
  var ended: Ended?

  /// Puts together an attempt that is submitted now, with what it sees before its scripts start.
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

  /// The event of its start.
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

  /// How long it took, in seconds; 0 where it is not known when it began.
  func duration(to ended: Ended) -> Double { isTimed ? max(0, ended.time - started) : 0 }

  var hasBegun: Bool { host != nil }

  /// The end of an attempt's scripts.
  struct Ended {
    var end: AttemptEnd
    var usage: ResourceUsage
    /// What was there at that moment.
    var after: Observation
    /// By the steady clock, in seconds.
    var time: Double
  }
}

extension Observation {
  /// What an attempt saw before its scripts started, as its record has it.
  init(of record: Record) {
    self.init(recipe: record.recipe)
    (scripts, inputs, outputs) = (record.scripts, record.inputs, record.outputs)
    upstream = record.upstream
  }
}
