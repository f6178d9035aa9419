/// What the user wants of a run beside its stages.
package struct RunOptions: Sendable {
  package var isForced = false
  package var jobs = 1
  package var keepsGoing = false
  /// What was typed, for the log.
  package var arguments: [String] = []
  package var version = ""
  package var host = ""
  package var process: Int32 = 0
  package var commit: String?
  package var isDirty: Bool?

  package init() {}
}

/// What stops a run from outside.
package enum RunSignal: Equatable, Sendable {
  /// Stop in order; the run then ends as stopped by this signal.
  case stop(Int32)
  /// Time to look at what runs.
  case tick
}
