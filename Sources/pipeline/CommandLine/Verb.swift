/// A verb of `pipeline`; the raw value is the word on the command line.
enum Verb: String, CaseIterable, Sendable {
  /// Runs stages, or prints what would run.
  case run
  /// Prints the state of each stage.
  case status
  /// Explains why a stage would run, or which stages use a file.
  case why
  /// Prints past runs.
  case log
  /// Marks stages as up to date without running them.
  case accept
  /// Removes the outputs of stages, or the printed output of old runs.
  case clean
  /// Prints the loaded manifest.
  case manifest
  /// Writes a first pipeline to start from.
  case initialize = "init"
  /// Prints help.
  case help

  /// The verbs that load the manifest, and so accept `--set`.
  static let loadingManifest: Set<Verb> = [.run, .status, .why, .accept, .clean, .manifest]

  /// Whether its words are names of stages, files or runs.
  var takesNames: Bool { ![.manifest, .initialize, .help].contains(self) }
}

/// A row of the command table: the description of a verb for the help.
struct VerbDescription: Sendable {
  let verb: Verb
  /// One line about its effect.
  let summary: String
  /// The form of the command line after `pipeline `.
  let usage: String
  /// Further paragraphs, which are wrapped when they are shown.
  let discussion: [String]
  /// Command lines with their effects, the most useful first.
  let examples: KeyValuePairs<String, String>
}
