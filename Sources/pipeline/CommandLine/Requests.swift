internal import PipelineEngine
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

/// Of what the reasons are asked; names are not looked up yet.
struct WhyRequest: Equatable, Sendable {
  /// Stages, globs over their names, or output files; none for all that is to run.
  var names: [String] = []
  /// The file that is asked about; then there are no names.
  var file: String?
  /// How much is said.
  var verbosity = Verbosity.normal
  /// Whether the answer is JSON.
  var isJSON = false
}

/// The stages that somebody takes as they stand; names are not looked up yet.
struct AcceptRequest: Equatable, Sendable {
  var selection: Selection
  /// Why that is right, in the words of whoever says so.
  var reason: String
  /// Whether another run in the root is waited for.
  var waits = false
  /// How much is said.
  var verbosity = Verbosity.normal
}

/// What is to be removed; names are not looked up yet.
struct CleanRequest: Equatable, Sendable {
  var order = CleanOrder()
  /// Only say what would be removed.
  var isDryRun = false
  /// Remove without asking.
  var isConfirmed = false
}
