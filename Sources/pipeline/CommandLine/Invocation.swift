internal import PipelineReporting

/// The meaning of a command line, as the parser returns it.
struct Invocation: Equatable, Sendable {
  enum Action: Equatable, Sendable {
    /// Runs stages, or prints what would run.
    case run(RunRequest)
    /// Prints the states of the stages.
    case status(StatusRequest)
    /// Explains why stages would run, or which stages use a file.
    case why(WhyRequest)
    /// Prints past runs.
    case log(LogRequest)
    /// Marks stages as up to date without running them.
    case accept(AcceptRequest)
    /// Removes the outputs of stages, or the printed output of old runs.
    case clean(CleanRequest)
    /// Prints the loaded manifest.
    case manifest
    /// Writes a first pipeline.
    case initialize
    /// Prints the help of a verb; nil means the help of the tool.
    case help(Verb?)
    /// Prints the version.
    case version
  }

  /// The condition for colors.
  enum Color: String, CaseIterable, Sendable {
    /// Colors on a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`.
    case auto
    case always
    case never
  }

  var action: Action
  /// The verb on the command line; nil if there is none.
  ///
  /// If a stage has the same name, the word still means the verb, and a notice says so.
  var writtenVerb: Verb?
  /// The value of `-C`; nil if it was not given.
  var directory: String?
  /// The value of `--manifest`; nil if it was not given.
  var manifest: String?
  /// The values of `--set`, which are not checked yet.
  var settings: [String] = []
  /// Whether the manifest must be compiled for speed.
  var isOptimizing = false
  /// The condition for colors.
  var color = Color.auto
  /// The amount of detail in the answer.
  var verbosity = Verbosity.normal
  /// Whether the answer is JSON.
  var isJSON = false
}
