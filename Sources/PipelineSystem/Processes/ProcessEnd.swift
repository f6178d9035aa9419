package import PipelinePlanning

/// How a process ended, as a value: an end is an outcome, never a Swift error.
package enum ProcessEnd: Sendable, Equatable {
  /// It ended by itself with this status, 0 to 255.
  case exited(Int32)
  /// This signal ended it, and the runner had not sent one.
  case signaled(Int32)
  /// It was still running at this limit and was ended.
  case timedOut(after: Duration)
  /// It ran, and how it ended could not be learned: somebody else took its status.
  case lost
  /// It was ended, or ended by itself, and something of its group did not even die of KILL.
  case survived
  /// It never ran.
  case notStarted(LaunchFault)
  /// It was ended, or not even started, because the run is stopping.
  case stopped

  /// Whether the script ended without the runner's doing.
  var isOwn: Bool {
    switch self {
    case .exited, .signaled, .lost: true
    case .timedOut, .survived, .notStarted, .stopped: false
    }
  }
}
