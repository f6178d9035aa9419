/// The whole command line as data; the parser reads it, and so does everything that describes it.
struct CommandTable: Sendable {
  /// What an exit status says.
  struct ExitStatus: Equatable, Sendable {
    /// The number, or a form of it.
    let status: String
    /// When it is given.
    let meaning: String
  }

  /// One line that says what the tool is for.
  let summary: String
  /// The verbs, in the order of the help.
  let verbs: [VerbDescription]
  /// The options, in the order of the help; their names are unique across all verbs, so that an
  /// option means the same wherever it stands.
  let options: [OptionDescription]
  /// Options of which only one may be given.
  let exclusions: [Exclusion]
  /// The exit statuses.
  let exitStatuses: [ExitStatus]

  /// A pair of options that contradict each other.
  struct Exclusion: Equatable, Sendable {
    /// One of the two.
    let one: OptionDescription.Key
    /// The other.
    let other: OptionDescription.Key
  }

  /// The command line of `pipeline`.
  static let standard = CommandTable(
    summary: "run the stages of an analysis that must run again, and say why",
    verbs: standardVerbs,
    options: standardOptions,
    exclusions: [
      Exclusion(one: .quiet, other: .verbose),
      Exclusion(one: .keepGoing, other: .failFast),
      Exclusion(one: .dryRun, other: .check),
      Exclusion(one: .dryRun, other: .listStages),
      Exclusion(one: .dryRun, other: .wait),
      Exclusion(one: .check, other: .wait),
      Exclusion(one: .listStages, other: .wait),
      Exclusion(one: .check, other: .listStages),
      Exclusion(one: .all, other: .stage),
      Exclusion(one: .all, other: .from),
      Exclusion(one: .all, other: .to),
      Exclusion(one: .all, other: .downstream),
      Exclusion(one: .all, other: .failed),
      Exclusion(one: .runs, other: .all),
      Exclusion(one: .runs, other: .stage),
      Exclusion(one: .runs, other: .downstream),
      Exclusion(one: .runs, other: .force),
      Exclusion(one: .follow, other: .last),
      Exclusion(one: .follow, other: .stage),
      Exclusion(one: .output, other: .last),
      Exclusion(one: .output, other: .stage),
    ],
    exitStatuses: [
      ExitStatus(status: "0", meaning: "done, or nothing to do"),
      ExitStatus(
        status: "1",
        meaning: "a stage failed; --check: something is stale; clean: something is left"
      ),
      ExitStatus(status: "2", meaning: "wrong usage, or a fault in the manifest"),
      ExitStatus(
        status: "3",
        meaning: "cannot start: something is missing, or another run is going on"
      ),
      ExitStatus(status: "128+n", meaning: "stopped by signal n"),
    ]
  )

  /// The description of a verb.
  func description(of verb: Verb) -> VerbDescription? {
    verbs.first { $0.verb == verb }
  }

  /// The verb that a word is, if it is one of this table.
  func verb(named word: String) -> Verb? {
    verbs.first { $0.verb.rawValue == word }?.verb
  }

  /// The option with this long name, given without dashes.
  func option(long name: some StringProtocol) -> OptionDescription? {
    options.first { option in option.long.map { $0 == name } ?? false }
  }

  /// The option with this short name, given without the dash.
  func option(short name: Character) -> OptionDescription? {
    options.first { $0.short == name }
  }
}
