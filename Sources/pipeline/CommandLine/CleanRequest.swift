/// What is to be removed; names are not looked up yet.
struct CleanRequest: Equatable, Sendable {
  enum Subject: Equatable, Sendable {
    /// What stages have made.
    case outputs
    /// What scripts printed in old runs.
    case runs
  }

  /// The names of `--stage`, globs among them.
  var stages: [String] = []
  /// The names of `--downstream`.
  var downstream: [String] = []
  /// The names that stand alone: stages, globs over their names, or output files.
  var names: [String] = []
  var subject = Subject.outputs
  /// Whether that goes too which no run is known to have made as it is.
  var isForced = false
  /// Only say what would be removed.
  var isDryRun = false
  /// Remove without asking.
  var isConfirmed = false
  /// Whether another run in the root is waited for.
  var waits = false
}
