internal import PipelineReporting

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
