internal import PipelineEngine
internal import PipelinePlanning

/// A request for the states of stages; the names are not resolved yet.
struct StatusRequest: Equatable, Sendable {
  var selection = Selection()
  /// The states to show; an empty list means all.
  var states: [StageStatus.State] = []
}

/// A request for reasons; the names are not resolved yet.
struct WhyRequest: Equatable, Sendable {
  /// Stages, globs over their names, or output files; an empty list means all stages that will run.
  var names: [String] = []
  /// The file to explain; if it is given, there are no names.
  var file: String?
}

/// A request to accept stages as up to date; the names are not resolved yet.
struct AcceptRequest: Equatable, Sendable {
  var selection: Selection
  /// The user's reason for accepting the stages.
  var reason: String
  /// Whether to wait for another run in the root.
  var waits = false
}

/// A request to remove files; the names are not resolved yet.
struct CleanRequest: Equatable, Sendable {
  var order = CleanOrder()
  /// Whether to only list the files.
  var isDryRun = false
  /// Whether to remove without asking.
  var isConfirmed = false
}

/// A request for a part of the history; the names are not resolved yet.
struct LogRequest: Equatable, Sendable {
  enum Subject: Equatable, Sendable {
    /// The last runs.
    case runs
    /// One run, by its id, a prefix of it, or `last`.
    case run(String)
    /// The attempts of stages, by names or globs.
    case stages([String])
    /// New lines of the log.
    case follow
    /// The output of a stage, in its last attempt or in a run.
    case output(stage: String, run: String?, isFollowed: Bool)
  }

  var subject: Subject
  /// The maximum number of runs or attempts to show.
  var last = 20
}

/// A request for a run: the stages, and what to do with them.
///
/// The names are not resolved yet.
struct RunRequest: Equatable, Sendable {
  /// The action: running, or only printing information.
  enum Mode: Equatable, Sendable {
    /// Runs the stages that must run.
    case run
    /// Prints the plan.
    case dryRun
    /// Sets the exit status by whether anything is stale.
    case check
    /// Prints the stages in execution order.
    case listStages
  }

  /// The run; a plain name selects the same stages as after `--to`.
  var order = RunOrder()
  /// Verbs to suggest, by plain names that turn out to be neither a stage nor an output.
  ///
  /// Only the first name of a command line without a verb can have one.
  var nearestVerbs: [String: Verb] = [:]
  /// The action: running, or only printing information.
  var mode = Mode.run
}
