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

  case lastAttemptFailed(AttemptEnd)
  case lastAttemptInterrupted
  /// A run that goes on has the stage in hand; since when in milliseconds since 1970, if that is known.
  case runsNow(since: Int64?)
  case neverRun
  /// The stage has neither inputs nor outputs.
  case alwaysRuns
  case scriptsChanged(from: [String], to: [String])
  case argumentsChanged(script: String, from: [String], to: [String])
  case interpreterChanged(script: String, from: String?, to: String?)
  case commandChanged(from: String, to: String)
  case inputsDeclared(added: [String], removed: [String])
  case outputsDeclared(added: [String], removed: [String])
  case variablesDeclared(added: [String], removed: [String])
  case variableChanged(String)
  case parametersDeclared(added: [String], removed: [String])
  case parameterChanged(String, from: String, to: String)
  case script(Path, Change)
  case input(Path, Change)
  case inputSet(pattern: String, added: [Path], removed: [Path])
  /// Changed while the last attempt ran.
  case changedMeanwhile(Path)
  case output(Path, Change)
  case outputSet(pattern: String, added: [Path], removed: [Path])
  /// Make's rule, in a root that has never been run.
  case newer(input: Path, output: Path)
  case upstreamRanAgain(String)
  case forced
}
