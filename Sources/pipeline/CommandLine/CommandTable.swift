/// The whole command line as data; the parser reads it, and so does everything that describes it.
struct CommandTable: Sendable {
  /// One line that says what the tool is for.
  let summary: String
  /// The verbs, in the order of the help.
  let verbs: [VerbDescription]
  /// The options, in the order of the help; their names are unique across all verbs, so that an
  /// option means the same wherever it stands.
  let options: [OptionDescription]
  /// Options that contradict others.
  let exclusions: KeyValuePairs<OptionDescription.Key, [OptionDescription.Key]>
  /// Each exit status, or a form of it, with when it is given.
  let exitStatuses: KeyValuePairs<String, String>

  /// The command line of `pipeline`.
  static let standard = CommandTable(
    summary: "run the stages of an analysis that must run again, and say why",
    verbs: standardVerbs,
    options: standardOptions,
    exclusions: [
      .quiet: [.verbose],
      .keepGoing: [.failFast],
      .dryRun: [.check, .listStages, .wait],
      .check: [.wait, .listStages],
      .listStages: [.wait],
      .all: [.stage, .from, .to, .downstream, .failed],
      .runs: [.all, .stage, .downstream, .force],
      .follow: [.last, .stage],
      .output: [.last, .stage],
    ],
    exitStatuses: [
      "0": "done, or nothing to do",
      "1": "a stage failed; --check: something is stale; clean: something is left",
      "2": "wrong usage, or a fault in the manifest",
      "3": "cannot start: something is missing, or another run is going on",
      "128+n": "stopped by signal n",
    ]
  )

  /// The description of a verb.
  func description(of verb: Verb) -> VerbDescription? {
    verbs.first { $0.verb == verb }
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

extension CommandTable {
  /// What a command line asks for, or the first thing that is wrong with it.
  ///
  /// `arguments` are those of the process without its own name. The first word is the verb if it is
  /// one, wherever it stands among the options; without a verb it is `run`, and every word a stage
  /// or an output file. A flag may be repeated, and so may an option with its value as before; another
  /// value is a fault. `--help`, then `--version`, win over all that is wrong beyond the spelling.
  static func parse(_ arguments: [String]) -> Result<Invocation, UsageFault> {
    do throws(UsageFault) {
      return .success(try InvocationReader(ScannedArguments(arguments)).invocation())
    } catch {
      return .failure(error)
    }
  }
}
