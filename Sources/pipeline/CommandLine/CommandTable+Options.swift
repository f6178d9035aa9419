internal import PipelinePlanning

extension CommandTable {
  /// How many stages may be asked to run at once.
  static let jobsRange = Capacity.jobsRange

  /// The rows of the options.
  static let standardOptions: [OptionDescription] = [
    OptionDescription(
      .all,
      "all",
      in: .selection,
      of: [.run, .status, .clean],
      "every stage (the default)"
    ),
    OptionDescription(
      .stage,
      "stage",
      value: .init(placeholder: "NAME", kind: .stageName),
      isRepeatable: true,
      in: .selection,
      of: [.run, .status, .log, .clean],
      "just this stage, or those a glob matches"
    ),
    OptionDescription(
      .from,
      "from",
      value: .init(placeholder: "NAME", kind: .stageName),
      isRepeatable: true,
      in: .selection,
      of: [.run, .status],
      "this stage and all after it in run order"
    ),
    OptionDescription(
      .to,
      "to",
      value: .init(placeholder: "NAME", kind: .stageNameOrOutput),
      isRepeatable: true,
      in: .selection,
      of: [.run, .status],
      "this stage or output and all it needs"
    ),
    OptionDescription(
      .downstream,
      "downstream",
      value: .init(placeholder: "NAME", kind: .stageName),
      isRepeatable: true,
      in: .selection,
      of: [.run, .status, .clean],
      "this stage and all that depends on it"
    ),
    OptionDescription(
      .failed,
      "failed",
      in: .selection,
      of: [.run, .status],
      "the stages that failed last; adds to --stage"
    ),
    OptionDescription(
      .force,
      "force",
      in: .running,
      of: [.run, .clean],
      "run what is up to date, too; clean: remove what no run is known to have made"
    ),
    OptionDescription(
      .jobs,
      "jobs",
      short: "j",
      value: .init(placeholder: "N", kind: .wholeNumber(jobsRange)),
      in: .running,
      "at most N stages at once (default: PIPELINE_JOBS, `Jobs`, or the cores)"
    ),
    OptionDescription(
      .resource,
      "resource",
      value: .init(placeholder: "NAME=N", kind: .resourceAmount),
      isRepeatable: true,
      in: .running,
      "how much there is of cores, memory (8GB) or any other"
    ),
    OptionDescription(
      .keepGoing,
      "keep-going",
      short: "k",
      in: .running,
      "after a failure go on with what does not depend on it"
    ),
    OptionDescription(
      .failFast,
      "fail-fast",
      in: .running,
      "after a failure stop what runs, too"
    ),
    OptionDescription(
      .wait,
      "wait",
      in: .running,
      of: [.run, .accept, .clean],
      "wait for another run in this root to end, however long"
    ),
    OptionDescription(
      .set,
      "set",
      value: .init(placeholder: "NAME=VALUE", kind: .parameterSetting),
      isRepeatable: true,
      in: .parameters,
      of: Verb.loadingManifest,
      "the value of a parameter; beats parameters.json"
    ),
    OptionDescription(
      .dryRun,
      "dry-run",
      short: "n",
      in: .asking,
      of: [.run, .clean],
      "print the plan, reasons and commands, or the list; change nothing"
    ),
    OptionDescription(
      .check,
      "check",
      in: .asking,
      "say nothing; status 0 if nothing is stale, else 1"
    ),
    OptionDescription(
      .listStages,
      "list-stages",
      in: .asking,
      "print the stages in execution order, with their state"
    ),
    OptionDescription(.quiet, "quiet", short: "q", in: .showing, "only what went wrong"),
    OptionDescription(
      .verbose,
      "verbose",
      short: "v",
      in: .showing,
      of: [.run, .status, .why, .accept],
      "also what is skipped, and all reasons"
    ),
    OptionDescription(
      .state,
      "state",
      value: .init(
        placeholder: "STATE",
        kind: .someOf(StageStatus.State.allCases.map(\.rawValue))
      ),
      isRepeatable: true,
      in: .telling,
      of: [.status],
      "only stages in these states"
    ),
    OptionDescription(
      .last,
      "last",
      value: .init(placeholder: "N", kind: .wholeNumber(1...1_000_000)),
      in: .telling,
      of: [.log],
      "the last N runs, or attempts of a stage (20)"
    ),
    OptionDescription(
      .follow,
      "follow",
      short: "f",
      in: .telling,
      of: [.log],
      "what comes, as it is written, until the run ends"
    ),
    OptionDescription(
      .output,
      "output",
      value: .init(placeholder: "STAGE", kind: .stageName),
      in: .telling,
      of: [.log],
      "what a stage printed"
    ),
    OptionDescription(
      .file,
      "file",
      value: .init(placeholder: "PATH", kind: .file),
      in: .telling,
      of: [.why],
      "who makes and reads this file, and if it has changed"
    ),
    OptionDescription(
      .reason,
      "reason",
      value: .init(placeholder: "TEXT", kind: .sentence),
      in: .changing,
      of: [.accept],
      "why the stages are right as they stand; the log keeps it"
    ),
    OptionDescription(
      .runs,
      "runs",
      in: .changing,
      of: [.clean],
      "what scripts printed in old runs, instead of outputs"
    ),
    OptionDescription(
      .yes,
      "yes",
      short: "y",
      in: .changing,
      of: [.clean],
      "remove what is listed without asking"
    ),
    OptionDescription(
      .json,
      "json",
      in: .showing,
      of: [.run, .status, .why, .log, .manifest],
      "the answer as JSON (a run itself gives none)"
    ),
    OptionDescription(
      .color,
      "color",
      value: .init(placeholder: "WHEN", kind: .oneOf(["auto", "always", "never"])),
      in: .showing,
      of: Set(Verb.allCases),
      "when to use colours"
    ),
    OptionDescription(
      .directory,
      nil,
      short: "C",
      value: .init(placeholder: "DIR", kind: .folder),
      in: .place,
      of: [.run, .status, .why, .log, .accept, .clean, .manifest, .initialize],
      "the root: the folder all relative paths start from"
    ),
    OptionDescription(
      .manifest,
      "manifest",
      value: .init(placeholder: "FILE", kind: .file),
      in: .place,
      of: [.run, .status, .why, .log, .accept, .clean, .manifest],
      "the manifest: a Swift file, or JSON if it ends in .json"
    ),
    OptionDescription(
      .help,
      "help",
      short: "h",
      in: .other,
      of: Set(Verb.allCases),
      "print help; after a verb, that of the verb"
    ),
    OptionDescription(
      .version,
      "version",
      in: .other,
      of: Set(Verb.allCases),
      "print the version"
    ),
  ]
}
