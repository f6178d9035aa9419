/// A verb of `pipeline`; the raw value is the word on the command line.
enum Verb: String, CaseIterable, Sendable {
  /// Runs stages, or prints the plan.
  case run
  case status
  /// Explains why a stage would run, or which stages use a file.
  case why
  case log
  /// Marks stages as up to date without running them.
  case accept
  /// Removes the outputs of stages, or the printed output of old runs.
  case clean
  case manifest
  case initialize = "init"
  case help

  /// The verbs that load the manifest, and so accept `--set`.
  static let loadingManifest: Set<Verb> = [.run, .status, .why, .accept, .clean, .manifest]

  /// Whether the words after the verb are names of stages, files or runs.
  var takesNames: Bool { ![.manifest, .initialize, .help].contains(self) }
}

/// A row of the command table, which describes a verb for the help.
struct VerbDescription: Sendable {
  let verb: Verb
  let summary: String
  /// The form of the command line after `pipeline `.
  let usage: String
  /// Further paragraphs, which are wrapped when they are shown.
  let discussion: [String]
  /// Command lines with their effects, the most useful first.
  let examples: KeyValuePairs<String, String>
}
