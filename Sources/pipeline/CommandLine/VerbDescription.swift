/// A verb as its help shows it: one row of the command table.
struct VerbDescription: Equatable, Sendable {
  /// An example line of the help.
  struct Example: Equatable, Sendable {
    /// What is typed.
    let command: String
    /// What it does.
    let meaning: String
  }

  /// What may stand beside the verb, apart from options.
  enum Words: Equatable, Sendable {
    /// Nothing.
    case none
    /// One other verb, or nothing.
    case oneVerb
    /// One run, or nothing.
    case oneRun
    /// Any number of stages or output files.
    case targets
  }

  /// The verb itself.
  let verb: Verb
  /// One line that says what it does.
  let summary: String
  /// What is typed after `pipeline `.
  let usage: String
  /// What may stand beside it, apart from options.
  let words: Words
  /// What else is worth knowing, a paragraph each; lines are broken when it is shown.
  let discussion: [String]
  /// Examples, the most useful first.
  let examples: [Example]
}
