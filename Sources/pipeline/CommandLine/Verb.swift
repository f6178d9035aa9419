/// What `pipeline` can be asked to do; the raw value is the word on the command line.
enum Verb: String, CaseIterable, Sendable {
  /// Run stages, or say what would run.
  case run
  /// Say where each stage stands.
  case status
  /// Say why a stage would run, or what a file is.
  case why
  /// Say what was run.
  case log
  /// Take stages as they stand for up to date.
  case accept
  /// Remove what stages have made.
  case clean
  /// Print the manifest as it was loaded.
  case manifest
  /// Write a first pipeline to start from.
  case initialize = "init"
  /// Print help.
  case help

  /// The verbs that read the manifest, and so take what its parameters are.
  static let loadingManifest: Set<Verb> = [.run, .status, .why, .accept, .clean, .manifest]

  /// Whether the words beside it name stages, files or runs.
  var takesNames: Bool { ![.manifest, .initialize, .help].contains(self) }
}

/// A verb as its help shows it: one row of the command table.
struct VerbDescription: Sendable {
  /// The verb itself.
  let verb: Verb
  /// One line that says what it does.
  let summary: String
  /// What is typed after `pipeline `.
  let usage: String
  /// What else is worth knowing, a paragraph each; lines are broken when it is shown.
  let discussion: [String]
  /// What is typed, with what it does; the most useful first.
  let examples: KeyValuePairs<String, String>
}
