/// The outcome of an attempt.
///
/// A value, not an error: a script that fails is not a fault of the runner.
package enum AttemptEnd: Equatable, Sendable {
  /// Every script exited with 0 and every output exists.
  case succeeded
  case exited(code: Int32, script: Int)
  case signaled(signal: Int32, script: Int)
  case timedOut(after: Duration, script: Int)
  case notStarted(LaunchFault, script: Int)
  /// No script was started, because these inputs are missing.
  ///
  /// They existed when the run began, or a stage was to make them.
  case inputsMissing([String])
  /// Every script exited with 0, but these outputs are missing.
  case outputsMissing([String])
  /// Every script exited with 0, but an output is of another kind than declared, such as a folder for a file.
  case outputOfOtherKind(String, Stamp.Kind)
  /// The runner could not read or write the files of the attempt.
  case systemFailed(SystemFault, path: String)
  /// The run was stopped during the attempt.
  case stopped
  /// An end that a later version of the program logged; it is only read from the log, never recorded.
  case other(kind: String, text: String)

  package var isSuccess: Bool { self == .succeeded }

  /// Whether a script was started and may have written files.
  package var hasStartedScript: Bool {
    switch self {
    case .notStarted(_, script: 0), .inputsMissing: false
    default: true
    }
  }
}
