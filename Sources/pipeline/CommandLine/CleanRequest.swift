internal import PipelineEngine

/// What is to be removed; names are not looked up yet.
struct CleanRequest: Equatable, Sendable {
  var order = CleanOrder()
  /// Only say what would be removed.
  var isDryRun = false
  /// Remove without asking.
  var isConfirmed = false
}
