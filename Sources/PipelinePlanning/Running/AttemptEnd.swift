/// How an attempt ended.
///
/// A value, not an error: a script that fails is no fault of the runner.
package enum AttemptEnd: Equatable, Sendable {
  /// Every script ended with 0 and every output is there.
  case succeeded
  case exited(code: Int32, script: Int)
  case signaled(signal: Int32, script: Int)
  case timedOut(after: Duration, script: Int)
  case notStarted(LaunchFault, script: Int)
  /// Nothing was started: these inputs, there when the run began or promised by a stage, are not there.
  case inputsMissing([String])
  /// Every script ended with 0, and these outputs are not there.
  case outputsMissing([String])
  /// Every script ended with 0, and a folder stands where a file is declared, or the like.
  case outputOfOtherKind(String, Stamp.Kind)
  /// The files could not be read or written.
  case systemFailed(SystemFault, path: String)
  /// The run was stopped while it was running.
  case stopped
  /// An end that this version of the program does not know, as the log has it; only read, never recorded.
  case other(kind: String, text: String)

  package var isSuccess: Bool { self == .succeeded }

  /// Whether a script may have made anything.
  package var hasStartedScript: Bool {
    switch self {
    case .notStarted(_, script: 0), .inputsMissing: false
    default: true
    }
  }
}
