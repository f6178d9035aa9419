internal import PipelinePlanning

extension CommandTable {
  /// The rows of the options, in the order of the help.
  static let standardOptions: [OptionDescription] = groups.flatMap { group, options in
    options.map { $0.in(group) }
  }

  private static let groups: KeyValuePairs<OptionDescription.Group, [OptionDescription]> = [
    .selection: [
      .init(.all, of: [.run, .status, .clean], "every stage (the default)"),
      .init(.stage, of: [.run, .status, .log, .clean], "just this stage, or those a glob matches")
        .taking("NAME", .stageName, isRepeatable: true),
      .init(.from, of: [.run, .status], "this stage and all after it in run order")
        .taking("NAME", .stageName, isRepeatable: true),
      .init(.to, of: [.run, .status], "this stage or output and all it needs")
        .taking("NAME", .stageNameOrOutput, isRepeatable: true),
      .init(.downstream, of: [.run, .status, .clean], "this stage and all that depends on it")
        .taking("NAME", .stageName, isRepeatable: true),
      .init(.failed, of: [.run, .status], "the stages that failed last; adds to --stage"),
    ],
    .running: [
      .init(
        .force,
        of: [.run, .clean],
        "run what is up to date, too; clean: remove what no run is known to have made"
      ),
      .init(
        .jobs,
        short: "j",
        "at most N stages at once (default: PIPELINE_JOBS, `Jobs`, or the cores)"
      )
      .taking("N", .wholeNumber(Capacity.jobsRange)),
      .init(.resource, "how much there is of cores, memory (8GB) or any other")
        .taking("NAME=N", .resourceAmount, isRepeatable: true),
      .init(.keepGoing, short: "k", "after a failure go on with what does not depend on it"),
      .init(.failFast, "after a failure stop what runs, too"),
      .init(
        .wait,
        of: [.run, .accept, .clean],
        "wait for another run in this root to end, however long"
      ),
    ],
    .parameters: [
      .init(.set, of: Verb.loadingManifest, "the value of a parameter; beats parameters.json")
        .taking("NAME=VALUE", .parameterSetting, isRepeatable: true)
    ],
    .asking: [
      .init(
        .dryRun,
        short: "n",
        of: [.run, .clean],
        "print the plan, reasons and commands, or the list; change nothing"
      ),
      .init(.check, "say nothing; status 0 if nothing is stale, else 1"),
      .init(.listStages, "print the stages in execution order, with their state"),
    ],
    .showing: [
      .init(.quiet, short: "q", "only what went wrong"),
      .init(
        .verbose,
        short: "v",
        of: [.run, .status, .why, .accept],
        "also what is skipped, and all reasons"
      ),
      .init(
        .json,
        of: [.run, .status, .why, .log, .manifest],
        "the answer as JSON (a run itself gives none)"
      ),
      .init(.color, of: Set(Verb.allCases), "when to use colours")
        .taking("WHEN", .oneOf(["auto", "always", "never"])),
    ],
    .telling: [
      .init(.state, of: [.status], "only stages in these states")
        .taking("STATE", .someOf(StageStatus.State.allCases.map(\.rawValue)), isRepeatable: true),
      .init(.last, of: [.log], "the last N runs, or attempts of a stage (20)")
        .taking("N", .wholeNumber(1...1_000_000)),
      .init(.follow, short: "f", of: [.log], "what comes, as it is written, until the run ends"),
      .init(.output, of: [.log], "what a stage printed").taking("STAGE", .stageName),
      .init(.file, of: [.why], "who makes and reads this file, and if it has changed")
        .taking("PATH", .file),
    ],
    .changing: [
      .init(.reason, of: [.accept], "why the stages are right as they stand; the log keeps it")
        .taking("TEXT", .sentence),
      .init(.runs, of: [.clean], "what scripts printed in old runs, instead of outputs"),
      .init(.yes, short: "y", of: [.clean], "remove what is listed without asking"),
    ],
    .place: [
      .init(
        .directory,
        short: "C",
        of: Set(Verb.allCases).subtracting([.help]),
        "the root: the folder all relative paths start from"
      ).taking("DIR", .folder),
      .init(
        .manifest,
        of: Verb.loadingManifest.union([.log]),
        "the manifest: a Swift file, or JSON if it ends in .json"
      ).taking("FILE", .file),
    ],
    .other: [
      .init(
        .help,
        short: "h",
        of: Set(Verb.allCases),
        "print help; after a verb, that of the verb"
      ),
      .init(.version, of: Set(Verb.allCases), "print the version"),
    ],
  ]
}
