internal import PipelineEngine
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

  /// The run; the targets are not part of its selection yet.
  var order = RunOrder()
  /// The names that stand alone; each selects what it would select after `--to`.
  var targets: [Target] = []
  /// Run, or only say something about it.
  var mode = Mode.run
  /// How much is said.
  var verbosity = Verbosity.normal
  /// Whether the answer is JSON; only where `mode` asks for one.
  var isJSON = false

  /// The run with its targets.
  var wholeOrder: RunOrder {
    var order = order
    order.selection.to += targets.map(\.name)
    return order
  }
}
