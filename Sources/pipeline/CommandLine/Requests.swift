internal import PipelineEngine
internal import PipelinePlanning

/// The request of `pipeline status`; the names in this and all other requests are not resolved yet.
struct StatusRequest: Equatable, Sendable {
  var selection = Selection()
  /// An empty list means all states.
  var states: [StageStatus.State] = []
}

struct WhyRequest: Equatable, Sendable {
  /// Stages, globs over their names, or output files; an empty list means all stages that would run.
  var names: [String] = []
  /// The file to explain; `names` is then empty.
  var file: String?
}

struct AcceptRequest: Equatable, Sendable {
  var selection: Selection
  var reason: String
  /// Whether to wait for the end of another run in the root.
  var waits = false
}

struct CleanRequest: Equatable, Sendable {
  var order = CleanOrder()
  var isDryRun = false
  /// Whether to remove without asking.
  var isConfirmed = false
}

struct LogRequest: Equatable, Sendable {
  enum Subject: Equatable, Sendable {
    case runs
    /// One run, given by its id, by a prefix of the id, or as `last`.
    case run(String)
    /// The attempts of stages, by names or globs.
    case stages([String])
    case follow
    /// The printed output of a stage; if `run` is nil, that of its last attempt.
    case output(stage: String, run: String?, isFollowed: Bool)
  }

  var subject: Subject
  /// The maximum number of runs or attempts to show.
  var last = 20
}

struct RunRequest: Equatable, Sendable {
  enum Mode: Equatable, Sendable {
    case run
    case dryRun
    /// Only sets the exit status, which says whether anything is stale.
    case check
    case listStages
  }

  /// A name without an option selects the same stages as after `--to`.
  var order = RunOrder()
  /// The verb to suggest if the first name is neither a stage nor an output; other names have no verb here.
  var nearestVerbs: [String: Verb] = [:]
  var mode = Mode.run
}
