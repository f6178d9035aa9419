/// A run as the log tells of it; what the log does not say is nil or empty.
package struct LoggedRun: Equatable, Sendable {
  package var id: String
  /// Nil where the line could not be read.
  package var start: Start?
  /// In the order in which they began.
  package var attempts: [LoggedAttempt]
  /// In the order in which they ended.
  package var stages: [LoggedStage]
  /// The words of its warnings.
  package var warnings: [String]
  /// Nil while it goes on, and where it did not finish.
  package var end: End?

  package init(
    id: String,
    start: Start? = nil,
    attempts: [LoggedAttempt] = [],
    stages: [LoggedStage] = [],
    warnings: [String] = [],
    end: End? = nil
  ) {
    self.id = id
    self.start = start
    self.attempts = attempts
    self.stages = stages
    self.warnings = warnings
    self.end = end
  }

  /// How a run began.
  package struct Start: Equatable, Sendable {
    /// Milliseconds since 1970.
    package var time: Int64
    package var version: String?
    package var pipeline: String
    /// Behind the name of the program.
    package var arguments: [String]
    package var host: String
    package var process: Int32
    package var jobs: Int
    package var selected: Int
    package var toRun: Int
    package var mayRun: Int
    package var commit: String?
    package var isDirty: Bool?

    package init(
      time: Int64,
      version: String? = nil,
      pipeline: String = "",
      arguments: [String] = [],
      host: String = "",
      process: Int32 = 0,
      jobs: Int = 1,
      selected: Int = 0,
      toRun: Int = 0,
      mayRun: Int = 0,
      commit: String? = nil,
      isDirty: Bool? = nil
    ) {
      self.time = time
      self.version = version
      self.pipeline = pipeline
      self.arguments = arguments
      self.host = host
      self.process = process
      self.jobs = jobs
      self.selected = selected
      self.toRun = toRun
      self.mayRun = mayRun
      self.commit = commit
      self.isDirty = isDirty
    }
  }

  /// What came of a run.
  package struct End: Equatable, Sendable {
    /// Milliseconds since 1970.
    package var time: Int64
    /// Seconds.
    package var duration: Double
    /// `succeeded`, `failed`, `interrupted`, or a word of a later version.
    package var outcome: String
    package var succeeded: Int
    package var upToDate: Int
    package var failed: [String]
    package var blocked: [String]
    package var cancelled: [String]
    package var signal: Int32?
    package var staleDownstream: [String]
    /// The system's words, where log or records could not be written.
    package var fault: String?

    package init(
      time: Int64,
      duration: Double,
      outcome: String,
      succeeded: Int = 0,
      upToDate: Int = 0,
      failed: [String] = [],
      blocked: [String] = [],
      cancelled: [String] = [],
      signal: Int32? = nil,
      staleDownstream: [String] = [],
      fault: String? = nil
    ) {
      self.time = time
      self.duration = duration
      self.outcome = outcome
      self.succeeded = succeeded
      self.upToDate = upToDate
      self.failed = failed
      self.blocked = blocked
      self.cancelled = cancelled
      self.signal = signal
      self.staleDownstream = staleDownstream
      self.fault = fault
    }
  }
}
