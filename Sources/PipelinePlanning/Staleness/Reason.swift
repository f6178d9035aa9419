/// The reason why a stage is stale, with the file or the two values that differ.
package enum Reason: Equatable, Sendable {
  /// The difference between a file now and the same file in the record.
  package enum Change: Equatable, Sendable {
    case missing
    case changed(from: Stamp, to: Stamp)
    case unreadable(SystemFault)
    /// The file did not exist when the record was made.
    case appeared
  }

  /// The role of a file for a stage.
  package enum Role: String, CaseIterable, Sendable {
    case script
    case input
    case output
  }

  /// A kind of name that a stage declares.
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
    /// The arguments of this script.
    case arguments(script: String)
    /// The interpreter of this script; no value means the default one.
    case interpreter(script: String)
    /// The text of a command.
    case command
    /// The value of this variable; the reason has no values, because the record holds only a digest.
    case variable(String)
    /// The value of this parameter.
    case parameter(String)
  }

  case lastAttemptFailed(AttemptEnd)
  case lastAttemptInterrupted
  /// Another run is executing the stage, since this time in milliseconds since 1970; nil if unknown.
  case runsNow(since: Int64?)
  case neverRun
  /// The stage has neither inputs nor outputs.
  case alwaysRuns
  /// A part of the recipe has another value.
  case recipe(Part, from: [String], to: [String])
  /// The stage declares other names.
  case declared(Clause, added: [String], removed: [String])
  /// A file differs from the record.
  case file(Role, Path, Change)
  /// Files were added to a declared set or removed from it.
  case set(Role, pattern: String, added: [Path], removed: [Path])
  /// A script or an input changed while the last attempt ran.
  case changedMeanwhile(Path)
  /// An input is newer than an output; Make's rule, for a root that was never run.
  case newer(input: Path, output: Path)
  case upstreamRanAgain(String)
  case forced
  /// A reason that a later version of the program logged; it is only read from the log, never found.
  case other(kind: String, text: String)
}
