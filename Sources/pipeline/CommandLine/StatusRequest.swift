internal import PipelinePlanning
internal import PipelineReporting

/// What is asked of the stages' states; names are not looked up yet.
struct StatusRequest: Equatable, Sendable {
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
  /// The names that stand alone: stages, globs over their names, or output files.
  var names: [String] = []
  /// Only stages in one of these states; all where there is none.
  var states: [StageStatus.State] = []
  /// How much is said.
  var verbosity = Verbosity.normal
  /// Whether the answer is JSON.
  var isJSON = false
}
