/// What is wrong with a command line, without a word of how to say it.
///
/// Options are named as they were written (`-j`, not `--jobs`), suggestions as they should be.
enum UsageFault: Error, Equatable, Sendable {
  /// There is no such option. For a letter in a cluster (`-nx`), `cluster` is the whole of it.
  case unknownOption(String, cluster: String?, nearest: String?)
  /// There is no verb of this name where only a verb can stand.
  case unknownVerb(String, nearest: Verb?)
  /// The option is there, its value is not; `next` is the argument that stands in its place, if any.
  case missingValue(of: String, expected: OptionDescription.Value, next: String?)
  /// The value is not one that the option can have.
  case badValue(String, of: String, expected: OptionDescription.Kind, nearest: String?)
  /// A flag was given a value after `=`.
  case unexpectedValue(String, of: String)
  /// The verb takes no such word beside it.
  case unexpectedWord(String, after: Verb)
  /// The verb takes such a word, but not beside this option.
  case wordBeside(String, option: String, verb: Verb)
  /// An argument that names a stage or a file is empty, as an unset variable in quotes makes it.
  case emptyWord
  /// The verb needs the names of stages.
  case missingStage(of: Verb)
  /// The verb needs `--reason`.
  case missingReason(of: Verb)
  /// The option is one of other verbs.
  case optionOfOtherVerbs(String, verb: Verb, owners: [Verb])
  /// An option that takes one value was given two.
  case repeated(String, first: String, second: String)
  /// Two options contradict each other.
  case conflict(String, String)
  /// Every stage was asked for and one was named; `nearestVerb` is what the name may be instead.
  case nameBesideAll(String, nearestVerb: Verb?)
  /// JSON was asked of a run, which gives no answer but a log.
  case jsonOfRun
}
