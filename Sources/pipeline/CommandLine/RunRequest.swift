internal import PipelinePlanning
internal import PipelineReporting

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

  /// A name that stands alone on the command line: a stage, an output file, or a misspelt verb.
  struct Target: Equatable, Sendable {
    /// The name.
    var name: String
    /// The verb that may have been meant, should the name be neither a stage nor an output.
    ///
    /// Only the first name, of a command line without a verb, can have one.
    var nearestVerb: Verb?
  }

  /// The names of `--stage`, globs among them.
  var stages: [String] = []
  /// The names of `--from`.
  var from: [String] = []
  /// The names of `--to`.
  var to: [String] = []
  /// The names of `--downstream`.
  var downstream: [String] = []
  /// Those too that failed last.
  var isFailed = false
  /// The names that stand alone; each selects what it would select after `--to`.
  var targets: [Target] = []
  /// Run the selected stages even if they are up to date.
  var isForced = false
  /// Run, or only say something about it.
  var mode = Mode.run
  /// The most stages to run at once, if that was said.
  var jobs: Int?
  /// How much there is of resources by name, as far as that was said.
  var resources: [String: Int] = [:]
  /// What a failed stage means for the others.
  var onFailure = FailureResponse.finishRunning
  /// Whether another run in the root is waited for.
  var waits = false
  /// How much is said.
  var verbosity = Verbosity.normal
  /// Whether the answer is JSON; only where `mode` asks for one.
  var isJSON = false

  /// Whether every stage is judged by its files.
  var asksForAllFiles: Bool {
    (stages + from + to + downstream).isEmpty && targets.isEmpty && !isFailed && !isForced
  }
}
