/// The whole command line as data, for the parser, the help and the messages.
struct CommandTable: Sendable {
  let summary: String
  /// The verbs, in the order of the help.
  let verbs: [VerbDescription]
  /// The options, in the order of the help; an option has the same meaning for each verb.
  let options: [OptionDescription]
  /// The options that exclude other options.
  let exclusions: KeyValuePairs<OptionDescription.Key, [OptionDescription.Key]>
  /// The exit statuses, or forms such as `128+n`, with their meanings.
  let exitStatuses: KeyValuePairs<String, String>

  static let standard = CommandTable(
    summary: "run the stages of an analysis that are not up to date, and say why",
    verbs: standardVerbs,
    options: standardOptions,
    exclusions: [
      .quiet: [.verbose],
      .keepGoing: [.failFast],
      .dryRun: [.check, .listStages, .wait],
      .check: [.wait, .listStages],
      .listStages: [.wait],
      .all: [.stage, .from, .to, .downstream, .failed],
      .runs: [.all, .stage, .downstream, .force, .kept, .obsolete],
      .kept: [.all, .stage, .downstream, .force, .obsolete],
      .obsolete: [.all, .stage, .downstream],
      .follow: [.last, .stage],
      .output: [.last, .stage],
    ],
    exitStatuses: [
      "0": "done, or nothing to do",
      "1": "a stage failed; --check: a stage is stale; clean: a file was not removed",
      "2": "wrong usage, or an error in the manifest",
      "3": "cannot start: something is missing, or another run is in progress",
      "128+n": "stopped by signal n",
    ]
  )

  func description(of verb: Verb) -> VerbDescription? {
    verbs.first { $0.verb == verb }
  }

  /// Returns the option with this long name, without its dashes.
  func option(long name: some StringProtocol) -> OptionDescription? {
    options.first { option in option.long.map { $0 == name } ?? false }
  }

  func option(short name: Character) -> OptionDescription? {
    options.first { $0.short == name }
  }
}

extension CommandTable {
  /// Parses a command line, and returns its meaning or its first fault.
  ///
  /// `arguments` does not contain the process's own name. If the first word is a verb, it is the verb of the
  /// command, even after options. Otherwise the verb is `run`, and every word is a stage or an output file. A
  /// flag may be repeated. An option may be repeated with the same value; a different value is a fault. If an
  /// argument cannot be scanned, that fault comes first. After that, `--help` and then `--version` take
  /// precedence over all other faults.
  static func parse(_ arguments: [String]) -> Result<Invocation, UsageFault> {
    do throws(UsageFault) {
      return .success(try InvocationReader(ScannedArguments(arguments)).invocation())
    } catch {
      return .failure(error)
    }
  }
}
