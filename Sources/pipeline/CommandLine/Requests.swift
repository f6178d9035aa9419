internal import PipelineEngine
internal import PipelinePlanning

/// What is asked of the stages' states; names are not looked up yet.
struct StatusRequest: Equatable, Sendable {
  var selection = Selection()
  /// Only stages in one of these states; all where there is none.
  var states: [StageStatus.State] = []
}

/// Of what the reasons are asked; names are not looked up yet.
struct WhyRequest: Equatable, Sendable {
  /// Stages, globs over their names, or output files; none for all that is to run.
  var names: [String] = []
  /// The file that is asked about; then there are no names.
  var file: String?
}

/// The stages that somebody takes as they stand; names are not looked up yet.
struct AcceptRequest: Equatable, Sendable {
  var selection: Selection
  /// Why that is right, in the words of whoever says so.
  var reason: String
  /// Whether another run in the root is waited for.
  var waits = false
}

/// What is to be removed; names are not looked up yet.
struct CleanRequest: Equatable, Sendable {
  var order = CleanOrder()
  /// Only say what would be removed.
  var isDryRun = false
  /// Remove without asking.
  var isConfirmed = false
}

/// What is asked of the history; names are not looked up yet.
struct LogRequest: Equatable, Sendable {
  enum Subject: Equatable, Sendable {
    /// The last runs.
    case runs
    /// One run: its id, the beginning of it, or `last`.
    case run(String)
    /// The attempts of stages: names, or globs over them.
    case stages([String])
    /// What comes.
    case follow
    /// What a stage printed, in its last attempt or in a run.
    case output(stage: String, run: String?, isFollowed: Bool)
  }

  /// What is asked of.
  var subject: Subject
  /// The most runs or attempts to tell of.
  var last = 20
}

/// A run as it was asked for: which stages, and what to do with them.
///
/// Names are not looked up yet.
struct RunRequest: Equatable, Sendable {
  /// Run, or only say something about it.
  enum Mode: Equatable, Sendable {
    /// Run what must run.
    case run
    /// Print the plan.
    case dryRun
    /// Say by the exit status whether something is stale.
    case check
    /// Print the stages in execution order.
    case listStages
  }

  /// The run; a name that stands alone selects what it would select after `--to`.
  var order = RunOrder()
  /// The verb that such a name may have been meant as, should it be neither a stage nor an output.
  ///
  /// Only the first name, of a command line without a verb, can have one.
  var nearestVerbs: [String: Verb] = [:]
  /// Run, or only say something about it.
  var mode = Mode.run
}
