/// A verb of `pipeline`; the raw value is the word on the command line.
enum Verb: String, CaseIterable, Sendable {
  case run
  case status
  case why
  case log
  case accept
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
  let discussion: [String]
  /// Command lines with their effects, the most useful first.
  let examples: KeyValuePairs<String, String>
}
