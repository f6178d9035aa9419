/// The reason why a stage is stale, with the file or the two values that differ.
package enum Reason: Equatable, Sendable {
  package enum Change: Equatable, Sendable {
    case missing
    case changed(from: Stamp, to: Stamp)
    case unreadable(SystemFault)
    /// The file did not exist when the record was made.
    case appeared
  }

  package enum Role: String, CaseIterable, Sendable {
    case script
    case input
    case output
  }

  package enum Clause: String, CaseIterable, Sendable {
    case inputs
    case outputs
    case variables
    case parameters
  }

  /// A part of the recipe that has a value.
  package enum Part: Equatable, Sendable {
    /// The paths of the scripts; for a command, its text.
    case scripts
    case arguments(script: String)
    /// No value means the default interpreter.
    case interpreter(script: String)
    case command
    /// The shell of a command.
    case shell
    /// The reason has no values, because the record holds only a digest of the value.
    case variable(String)
    case parameter(String)
  }

  case lastAttemptFailed(AttemptEnd)
  case lastAttemptInterrupted
  /// A run of another process is executing the stage; the time is in milliseconds since 1970, nil if unknown.
  case runsNow(since: Int64?)
  case neverRun
  /// The stage has neither inputs nor outputs.
  case alwaysRuns
  case recipe(Part, from: [String], to: [String])
  case declared(Clause, added: [String], removed: [String])
  case file(Role, Path, Change)
  case set(Role, pattern: String, added: [Path], removed: [Path])
  /// A script or an input changed while the last attempt ran.
  case changedMeanwhile(Path)
  /// An input is newer than an output; Make's rule, for a root that was never run.
  case newer(input: Path, output: Path)
  case upstreamRanAgain(String)
  case forced
  /// A reason that a later version of the program logged; only the reader of the log creates it.
  case other(kind: String, text: String)
}
