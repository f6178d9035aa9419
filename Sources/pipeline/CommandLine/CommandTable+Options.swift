internal import PipelinePlanning

extension CommandTable {
  static let standardOptions: [OptionDescription] = groups.flatMap { group, options in
    options.map { $0.in(group) }
  }

  private static let groups: KeyValuePairs<OptionDescription.Group, [OptionDescription]> = [
    .selection: [
      .init(.all, of: [.run, .status, .clean], "every stage (the default)"),
      .init(
        .stage,
        of: [.run, .status, .log, .clean],
        "only this stage, or the stages that a glob matches"
      )
      .taking("NAME", .stageName, isRepeatable: true),
      .init(.from, of: [.run, .status], "this stage and all stages after it in run order")
        .taking("NAME", .stageName, isRepeatable: true),
      .init(.to, of: [.run, .status], "this stage or output, and everything it needs")
        .taking("NAME", .stageNameOrOutput, isRepeatable: true),
      .init(
        .downstream,
        of: [.run, .status, .clean],
        "this stage and all stages that depend on it"
      )
      .taking("NAME", .stageName, isRepeatable: true),
      .init(
        .failed,
        of: [.run, .status],
        "the stages whose last attempt failed, plus those of --stage"
      ),
    ],
    .running: [
      .init(.force, of: [.run, .clean], "run up-to-date stages, too")
        .forClean("also remove outputs that no recorded run has made"),
      .init(
        .jobs,
        short: "j",
        "run at most N stages in parallel (default: PIPELINE_JOBS, else `Jobs`, else the number of cores)"
      )
      .taking("N", .wholeNumber(Capacity.jobsRange)),
      .init(.resource, "the available amount of cores, memory (8GB) or another resource")
        .taking("NAME=N", .resourceAmount, isRepeatable: true),
      .init(
        .keepGoing,
        short: "k",
        "after a failure, continue with stages that do not depend on it"
      ),
      .init(.failFast, "after a failure, also stop the running stages"),
      .init(
        .wait,
        of: [.run, .accept, .clean],
        "wait until another run in this root has ended"
      ),
    ],
    .parameters: [
      .init(.set, of: Verb.loadingManifest, "set a parameter; overrides parameters.json")
        .taking("NAME=VALUE", .parameterSetting, isRepeatable: true)
    ],
    .asking: [
      .init(
        .dryRun,
        short: "n",
        of: [.run, .clean],
        "print the plan with reasons and commands; change nothing"
      ).forClean("print the list; change nothing"),
      .init(.check, "print nothing; exit with 0 if nothing is stale, else with 1"),
      .init(.listStages, "print the stages in run order, with their state"),
    ],
    .showing: [
      .init(.quiet, short: "q", "print only problems"),
      .init(
        .verbose,
        short: "v",
        of: [.run, .status, .why, .accept],
        "also print skipped stages, and all reasons"
      ),
      .init(
        .json,
        of: [.run, .status, .why, .log, .manifest],
        "print the answer as JSON (not for a run itself)"
      ),
      .init(.color, of: Set(Verb.allCases), "whether to use colors")
        .taking("WHEN", .oneOf(["auto", "always", "never"])),
    ],
    .telling: [
      .init(.state, of: [.status], "only stages in these states")
        .taking("STATE", .someOf(StageStatus.State.allCases.map(\.rawValue)), isRepeatable: true),
      .init(.last, of: [.log], "the last N runs, or attempts of a stage (20)")
        .taking("N", .wholeNumber(1...1_000_000)),
      .init(.follow, short: "f", of: [.log], "show the log as it is written, until the run ends"),
      .init(.output, of: [.log], "print what a stage printed").taking("STAGE", .stageName),
      .init(.file, of: [.why], "which stages make and read this file, and whether it has changed")
        .taking("PATH", .file),
    ],
    .changing: [
      .init(.reason, of: [.accept], "why the stages are right as they are; kept in the log")
        .taking("TEXT", .sentence),
      .init(.runs, of: [.clean], "instead of outputs, remove what scripts printed in old runs"),
      .init(.kept, of: [.clean], "instead of outputs, remove the files that runs kept for you"),
      .init(
        .obsolete,
        of: [.clean],
        "instead of outputs, remove files that no stage makes anymore"
      ),
      .init(.yes, short: "y", of: [.clean], "remove without asking"),
    ],
    .place: [
      .init(
        .directory,
        short: "C",
        of: Set(Verb.allCases).subtracting([.help]),
        "the root: relative paths start from this folder"
      ).taking("DIR", .folder),
      .init(
        .manifest,
        of: Verb.loadingManifest.union([.log]),
        "the manifest: a Swift file, or JSON if its name ends in .json"
      ).taking("FILE", .file),
      .init(
        .manifestTimeout,
        of: Verb.loadingManifest,
        "the longest time that a Swift manifest may run (default: 1m)"
      ).taking("TIME", .duration),
    ],
    .other: [
      .init(
        .optimize,
        of: [.manifest],
        "compile the manifest with optimization, so that it runs faster"
      ),
      .init(
        .help,
        short: "h",
        of: Set(Verb.allCases),
        "print help; after a command, the help of that command"
      ),
      .init(.version, of: Set(Verb.allCases), "print the version"),
    ],
  ]
}
