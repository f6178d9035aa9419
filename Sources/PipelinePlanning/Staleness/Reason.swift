/// Why a stage is stale, with the file and the two values that differ.
package enum Reason: Equatable, Sendable {
  /// What is no longer as the record says of a file.
  package enum Change: Equatable, Sendable {
    case missing
    case changed(from: Stamp, to: Stamp)
    case unreadable(SystemFault)
    /// Was not there when the record was made.
    case appeared
  }

  /// What a file is to the stage.
  package enum Role: String, CaseIterable, Sendable {
    case script
    case input
    case output
  }

  /// A kind of names that a stage declares.
  package enum Clause: String, CaseIterable, Sendable {
    case inputs
    case outputs
    case variables
    case parameters
  }

  /// A part of the recipe that has one value.
  package enum Part: Equatable, Sendable {
    /// The paths of the scripts; of a command its text.
    case scripts
    /// The arguments of this script.
    case arguments(script: String)
    /// The interpreter of this script; no value stands for the default one.
    case interpreter(script: String)
    /// The text of a command.
    case command
    /// The value of this variable, of which only a digest is known: neither value is told.
    case variable(String)
    /// The value of this parameter.
    case parameter(String)
  }

  case lastAttemptFailed(AttemptEnd)
  case lastAttemptInterrupted
  /// A run that goes on has the stage in hand; since when in milliseconds since 1970, if that is known.
  case runsNow(since: Int64?)
  case neverRun
  /// The stage has neither inputs nor outputs.
  case alwaysRuns
  /// A part of the recipe has another value.
  case recipe(Part, from: [String], to: [String])
  /// The stage declares other names.
  case declared(Clause, added: [String], removed: [String])
  /// A file that the record has is not as it was.
  case file(Role, Path, Change)
  /// Files have come to a declared set, or have gone from it.
  case set(Role, pattern: String, added: [Path], removed: [Path])
  /// Changed while the last attempt ran.
  case changedMeanwhile(Path)
  /// Make's rule, in a root that has never been run.
  case newer(input: Path, output: Path)
  case upstreamRanAgain(String)
  case forced
  /// A reason that this version of the program does not know, as the log has it; only read, never found.
  case other(kind: String, text: String)
}
