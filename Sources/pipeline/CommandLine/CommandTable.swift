/// The whole command line as data, for the parser, the help and the messages.
struct CommandTable: Sendable {
  let summary = "run the stages of an analysis that are not up to date, and say why"
  /// In the order of the help.
  let verbs = standardVerbs
  /// In the order of the help; an option has the same meaning for each verb.
  let options = standardOptions
  /// For each option, the other options that cannot be combined with it.
  let exclusions: KeyValuePairs<OptionDescription.Key, [OptionDescription.Key]> = [
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
  ]
  /// The exit statuses, or forms such as `128+n`, with their meanings.
  let exitStatuses: KeyValuePairs<String, String> = [
    "0": "done, or nothing to do",
    "1": "a stage failed; --check: a stage is stale; clean: a file was not removed",
    "2": "wrong usage, or an error in the manifest",
    "3": "cannot start: something is missing, or another run is in progress",
    "128+n": "stopped by signal n",
  ]

  static let standard = CommandTable()

  func description(of verb: Verb) -> VerbDescription? {
    verbs.first { $0.verb == verb }
  }

  /// Returns the option with a long name, which must have no dashes.
  func option(long name: some StringProtocol) -> OptionDescription? {
    options.first { option in option.long.map { $0 == name } ?? false }
  }

  func option(short name: Character) -> OptionDescription? {
    options.first { $0.short == name }
  }

  /// Parses arguments without the process's own name, and returns their meaning or the first fault.
  ///
  /// If the first word is a verb, it is the verb of the command, even after options. Otherwise the verb is
  /// `run`, and every word is a stage or an output file. Flags may be repeated, and so may an option with the
  /// same value. An argument that cannot be scanned is the first fault. Otherwise `--help` and then
  /// `--version` win over all faults.
  static func parse(_ arguments: [String]) -> Result<Invocation, UsageFault> {
    do throws(UsageFault) {
      return .success(try InvocationReader(ScannedArguments(arguments)).invocation())
    } catch {
      return .failure(error)
    }
  }
}
