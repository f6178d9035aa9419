extension CommandTable {
  /// The rows of the verbs.
  static let standardVerbs: [VerbDescription] = [
    VerbDescription(
      verb: .run,
      summary: "run the stages that must run; the word `run` may be left out",
      usage: "[run] [OPTIONS] [NAME...]",
      words: .targets,
      discussion: [
        """
        Without a NAME or an option that selects, every stage is looked at. A stage runs if it \
        never ran, if its last attempt failed, or if anything it was told, read or wrote has \
        changed since. NAME is a stage or a file that a stage makes: it and everything it needs \
        are brought up to date.
        """,
        """
        Several --stage add up; --from A --to B is what lies in both. Run order is the order of \
        --list-stages. No selection forces anything: only --force runs a stage that is up to \
        date. A stage called like a verb is named after `run` or after `--`.
        """,
      ],
      examples: [
        .init(command: "pipeline", meaning: "every stage that must run"),
        .init(command: "pipeline -n", meaning: "what would run, and why"),
        .init(command: "pipeline plot", meaning: "`plot` and all it needs"),
        .init(command: "pipeline data/report.md", meaning: "likewise for an output file"),
        .init(command: "pipeline --stage 'clean-*' --force", meaning: "these stages, stale or not"),
        .init(command: "pipeline --from fit -j4 -k", meaning: "`fit` and what follows, 4 at once"),
        .init(command: "pipeline -n --json", meaning: "the plan, for programs"),
      ]
    ),
    VerbDescription(
      verb: .manifest,
      summary: "print the manifest as it was loaded",
      usage: "manifest [OPTIONS]",
      words: .none,
      discussion: [
        """
        Loads the manifest and prints every stage with its scripts, inputs and outputs, after the \
        loops and functions in it have done their work. With --json it is printed in the form \
        that --manifest reads. A manifest is a program: to print it is to run it.
        """
      ],
      examples: [
        .init(command: "pipeline manifest", meaning: "to read it"),
        .init(command: "pipeline manifest --json > graph.json", meaning: "to keep it or change it"),
        .init(command: "pipeline manifest --manifest graph.json", meaning: "another manifest"),
      ]
    ),
    VerbDescription(
      verb: .initialize,
      summary: "write a small working pipeline to start from",
      usage: "init [OPTIONS]",
      words: .none,
      discussion: [
        """
        Writes a manifest with two stages, one script, a data file, and the lines that \
        `.gitignore` lacks. Nothing that is there is overwritten. Where no Swift compiler is \
        found the manifest is written as JSON.
        """
      ],
      examples: [
        .init(command: "pipeline init && pipeline", meaning: "write it, then run it"),
        .init(command: "pipeline init -C study", meaning: "into the folder `study`"),
      ]
    ),
    VerbDescription(
      verb: .help,
      summary: "print this help, or that of one verb",
      usage: "help [VERB]",
      words: .oneVerb,
      discussion: [],
      examples: [
        .init(command: "pipeline help run", meaning: "all about `run`"),
        .init(command: "pipeline run --help", meaning: "the same"),
      ]
    ),
  ]
}
