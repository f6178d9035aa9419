/// A fault in a command line, without its wording.
///
/// Options have the name that the user wrote (`-j`, not `--jobs`). Suggestions have the correct name.
enum UsageFault: Error, Equatable, Sendable {
  /// The option does not exist. For a letter in a cluster (`-nx`), `cluster` is the whole argument.
  case unknownOption(String, cluster: String?, nearest: String?)
  /// The verb does not exist, in a place that takes only a verb.
  case unknownVerb(String, nearest: Verb?)
  /// The option has no value; `next` is the argument after it, if any.
  case missingValue(of: String, expected: OptionDescription.Value, next: String?)
  /// The option cannot have this value.
  case badValue(String, of: String, expected: OptionDescription.Kind, nearest: String?)
  /// A flag has a value after `=`.
  case unexpectedValue(String, of: String)
  /// The verb takes no such word.
  case unexpectedWord(String, after: Verb)
  /// The verb takes such a word, but not together with this option.
  case wordBeside(String, option: String, verb: Verb)
  /// An argument for a stage or a file is empty, for example from an unset variable in quotes.
  case emptyWord
  /// The verb needs the name of a stage.
  case missingStage(of: Verb)
  /// The verb needs `--reason`.
  case missingReason(of: Verb)
  /// The option belongs to other verbs.
  case optionOfOtherVerbs(String, verb: Verb, owners: [Verb])
  /// An option that takes one value has two different ones.
  case repeated(String, first: String, second: String)
  /// Two options exclude each other.
  case conflict(String, String)
  /// `--all` and a name were given; `nearestVerb` is the verb that the name probably means.
  case nameBesideAll(String, nearestVerb: Verb?)
  /// `--json` was given for a run, which has a log but no answer to print.
  case jsonOfRun
}
