internal import PipelineReporting

/// The meaning of a command line, as the parser returns it.
struct Invocation: Equatable, Sendable {
  enum Action: Equatable, Sendable {
    case run(RunRequest)
    case status(StatusRequest)
    case why(WhyRequest)
    case log(LogRequest)
    case accept(AcceptRequest)
    case clean(CleanRequest)
    case manifest
    case initialize
    /// Nil means the help of the tool.
    case help(Verb?)
    case version
  }

  enum Color: String, CaseIterable, Sendable {
    /// Colors on a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`.
    case auto
    case always
    case never
  }

  var action: Action
  /// The verb on the command line, even if a stage has the same name; nil if there is none.
  var writtenVerb: Verb?
  /// The value of `-C`; nil if it was not given.
  var directory: String?
  var manifest: String?
  /// The values of `--set`, which are not checked yet.
  var settings: [String] = []
  /// Whether the manifest must be compiled against the optimized module.
  var isOptimizing = false
  /// The longest time that the manifest may run; nil for the default.
  var manifestTimeout: Duration?
  var color = Color.auto
  var verbosity = Verbosity.normal
  var isJSON = false
}
