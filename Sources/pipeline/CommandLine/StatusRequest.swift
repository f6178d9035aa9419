internal import PipelinePlanning
internal import PipelineReporting

/// What is asked of the stages' states; names are not looked up yet.
struct StatusRequest: Equatable, Sendable {
  var selection = Selection()
  /// Only stages in one of these states; all where there is none.
  var states: [StageStatus.State] = []
  /// How much is said.
  var verbosity = Verbosity.normal
  /// Whether the answer is JSON.
  var isJSON = false
}
