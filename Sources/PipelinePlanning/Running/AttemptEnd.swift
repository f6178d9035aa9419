/// The outcome of an attempt; not an error, because a failing script is not a fault of the runner.
package enum AttemptEnd: Equatable, Sendable {
  /// Every script exited with 0 and every output exists.
  case succeeded
  case exited(code: Int32, script: Int)
  case signaled(signal: Int32, script: Int)
  case timedOut(after: Duration, script: Int)
  /// The script neither printed nor computed for this time, so the runner stopped it.
  case idled(for: Duration, script: Int)
  case notStarted(LaunchFault, script: Int)
  /// No script was started, because these inputs have disappeared or no stage made them.
  case inputsMissing([String])
  /// Every script exited with 0, but these outputs do not exist; `similar` are new files with similar names.
  case outputsMissing([String], similar: [String] = [])
  /// Every script exited with 0, but these output folders contain no file.
  case outputsEmpty([String])
  /// Every script exited with 0, but an output is of another kind than declared, such as a folder for a file.
  case outputOfOtherKind(String, Stamp.Kind)
  /// The runner could not read or write the files of the attempt.
  case systemFailed(SystemFault, path: String)
  case stopped
  /// An end that a later version of the program logged; only the reader of the log creates it.
  case other(kind: String, text: String)

  package var isSuccess: Bool { self == .succeeded }

  package var hasStartedScript: Bool {
    switch self {
    case .notStarted(_, script: 0), .inputsMissing: false
    default: true
    }
  }
}
