/// A fault in a command line; options have the name that the user wrote (`-j`, not `--jobs`).
enum UsageFault: Error, Equatable, Sendable {
  /// For a letter in a cluster (`-nx`), `cluster` is the whole argument.
  case unknownOption(String, cluster: String?, nearest: String?)
  /// The word after `help` is not a verb.
  case unknownVerb(String, nearest: Verb?)
  /// `next` is the argument after the option, if there is one.
  case missingValue(of: String, expected: OptionDescription.Value, next: String?)
  case badValue(String, of: String, expected: OptionDescription.Kind, nearest: String?)
  /// A flag has a value after `=`.
  case unexpectedValue(String, of: String)
  case unexpectedWord(String, after: Verb)
  /// The verb accepts such a word, but not together with this option.
  case wordBeside(String, option: String, verb: Verb)
  /// An argument for a stage or a file is empty, for example from an unset variable in quotes.
  case emptyWord
  case missingStage(of: Verb)
  case missingReason(of: Verb)
  case optionOfOtherVerbs(String, verb: Verb, owners: [Verb])
  /// An option that takes one value has two different values.
  case repeated(String, first: String, second: String)
  case conflict(String, String)
  /// `--all` and a name were given; `nearestVerb` is the verb that the name probably means.
  case nameBesideAll(String, nearestVerb: Verb?)
  /// `--json` was given for a run, which writes a log but has no answer to print.
  case jsonOfRun
}
