/// An attempt as the log tells of it.
package struct LoggedAttempt: Equatable, Sendable {
  package var run: String
  package var stage: String
  /// Counted from 1; 0 for a stage that failed before its first attempt could begin.
  package var number: Int
  /// Milliseconds since 1970; nil where the log does not say.
  package var start: Int64?
  /// Seconds; nil where the end is not logged.
  package var duration: Double?
  /// Nil where the end is not logged: it runs, or its runner died.
  package var end: LoggedEnd?
  /// Why the stage ran, in the words of the log, the weightiest first.
  package var reasons: [String]
  package var commands: [String]
  /// The file with what the scripts printed, relative to the root.
  package var log: String?
  package var usage: ResourceUsage
  /// What followed; nil where nothing was to be decided.
  package var retry: LoggedRetry?

  package init(
    run: String,
    stage: String,
    number: Int,
    start: Int64? = nil,
    duration: Double? = nil,
    end: LoggedEnd? = nil,
    reasons: [String] = [],
    commands: [String] = [],
    log: String? = nil,
    usage: ResourceUsage = ResourceUsage(),
    retry: LoggedRetry? = nil
  ) {
    self.run = run
    self.stage = stage
    self.number = number
    self.start = start
    self.duration = duration
    self.end = end
    self.reasons = reasons
    self.commands = commands
    self.log = log
    self.usage = usage
    self.retry = retry
  }
}

/// How an attempt ended, as the log tells it: the kind for programs, the words for people.
package struct LoggedEnd: Equatable, Sendable {
  /// Such as `exited`; kinds of later versions too.
  package var kind: String
  package var text: String

  package init(kind: String, text: String) {
    self.kind = kind
    self.text = text
  }

  package static let succeeded = LoggedEnd(kind: "succeeded", text: "succeeded")

  package var isSuccess: Bool { kind == "succeeded" }
  /// Whether it was stopped with its run.
  package var isStopped: Bool { kind == "stopped" }
}

/// What followed a failed attempt, as the log tells it.
package struct LoggedRetry: Equatable, Sendable {
  /// Such as `again`; words of later versions too.
  package var decision: String
  /// Seconds until the next attempt.
  package var delay: Double?

  package init(decision: String, delay: Double? = nil) {
    self.decision = decision
    self.delay = delay
  }

  /// Whether another attempt was to follow.
  package var isAgain: Bool { decision == "again" }
}
