internal import PipelinePlanning
internal import PipelineReporting

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
