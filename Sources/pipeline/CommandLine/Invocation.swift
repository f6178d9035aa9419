internal import PipelineReporting

/// What a command line asks for: the value that parsing makes of it.
struct Invocation: Equatable, Sendable {
  /// The thing to do.
  enum Action: Equatable, Sendable {
    /// Run stages, or say what would run.
    case run(RunRequest)
    /// Say where the stages stand.
    case status(StatusRequest)
    /// Say why stages would run, or what a file is.
    case why(WhyRequest)
    /// Say what was run.
    case log(LogRequest)
    /// Take stages as they stand for up to date.
    case accept(AcceptRequest)
    /// Remove what stages have made, or what old runs printed.
    case clean(CleanRequest)
    /// Print the manifest as loaded.
    case manifest
    /// Write a first pipeline.
    case initialize
    /// Print the help of a verb; without one, that of the tool.
    case help(Verb?)
    /// Print the version.
    case version
  }

  /// When to use colours.
  enum Color: String, CaseIterable, Sendable {
    /// On a terminal, unless `NO_COLOR` is set.
    case auto
    /// Always.
    case always
    /// Never.
    case never
  }

  /// The thing to do.
  var action: Action
  /// The verb as far as it was written; where a stage has its name too, the verb wins and says so.
  var writtenVerb: Verb?
  /// The root, if `-C` names one.
  var directory: String?
  /// The manifest, if `--manifest` names one.
  var manifest: String?
  /// What stands after each `--set`; not yet judged.
  var settings: [String] = []
  /// When to use colours.
  var color = Color.auto
  /// How much is said.
  var verbosity = Verbosity.normal
  /// Whether the answer is JSON.
  var isJSON = false
}
