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
        """
        --failed takes the stages whose last attempt failed, and forces nothing: a stage that \
        failed is stale. One that was stopped, or whose runner died, did not fail.
        """,
      ],
      examples: [
        .init(command: "pipeline", meaning: "every stage that must run"),
        .init(command: "pipeline -n", meaning: "what would run, and why"),
        .init(command: "pipeline plot", meaning: "`plot` and all it needs"),
        .init(command: "pipeline data/report.md", meaning: "likewise for an output file"),
        .init(command: "pipeline --stage 'clean-*' --force", meaning: "these stages, stale or not"),
        .init(command: "pipeline --from fit -j4 -k", meaning: "`fit` and what follows, 4 at once"),
        .init(command: "pipeline --failed", meaning: "what failed last, again"),
        .init(command: "pipeline -n --json", meaning: "the plan, for programs"),
      ]
    ),
    VerbDescription(
      verb: .status,
      summary: "say what is up to date, stale, failed, and what runs now",
      usage: "status [OPTIONS] [NAME...]",
      words: .targets,
      discussion: [
        """
        Says of each stage where it stands, why, when it last ran, and where what it printed is. \
        Nothing is run or changed, and a run that is going on is not held up: its stages are told \
        as running. NAME is a stage, a glob over names, or a file that a stage makes: just that \
        stage, without what it needs.
        """,
        """
        Of more than 20 stages, those that are up to date are only counted, and of those that are \
        stale or may run the first 20 are shown; with -v all are, and every reason. --state takes \
        one state or several with commas between them.
        """,
      ],
      examples: [
        .init(command: "pipeline status", meaning: "where each stage stands"),
        .init(command: "pipeline status plot", meaning: "just `plot`"),
        .init(command: "pipeline status --state failed", meaning: "what failed last, and how"),
        .init(command: "pipeline status --state running,failed", meaning: "these, or those"),
        .init(command: "pipeline status --json", meaning: "for programs"),
      ]
    ),
    VerbDescription(
      verb: .why,
      summary: "say why a stage would run now, or why not",
      usage: "why [OPTIONS] [NAME...]",
      words: .targets,
      discussion: [
        """
        Says of each NAME whether it would run now: every reason with the old and the new value, \
        the stages before it that decide, up to the first cause, and what would run after it. Of \
        a stage that is up to date, since which run, and what was compared. NAME is a stage, a \
        glob over names, or a file that a stage makes; without one, every stage that is to run. \
        Nothing is run or changed.
        """,
        """
        --file says of a file which stage makes it and which read it, which run wrote it last and \
        from what, and whether it is as that run left it.
        """,
      ],
      examples: [
        .init(command: "pipeline why plot", meaning: "why `plot` would run, or why not"),
        .init(command: "pipeline why", meaning: "the same for all that is to run"),
        .init(command: "pipeline why --file data/fit.json", meaning: "where this file comes from"),
        .init(command: "pipeline why plot --json", meaning: "for programs"),
      ]
    ),
    VerbDescription(
      verb: .log,
      summary: "say what was run, and what stages printed",
      usage: "log [OPTIONS] [RUN]",
      words: .oneRun,
      discussion: [
        """
        Without RUN the last runs, the newest at the end. RUN is the id of a run, a beginning that \
        no other has, or `last`: its stages and attempts. --stage NAME shows the attempts of a \
        stage through all runs, and when it was accepted.
        """,
        """
        --output STAGE prints what the stage printed in its last attempt, or in RUN: byte for \
        byte, except that a terminal gets no escapes but colours. --follow tells what comes, \
        beginning with the run that is going on, or waits for the next one, and ends with it. Both \
        together follow the output of the stage that runs. --json prints the lines of the log \
        themselves.
        """,
      ],
      examples: [
        .init(command: "pipeline log", meaning: "the last 20 runs"),
        .init(command: "pipeline log last", meaning: "what the last run did"),
        .init(
          command: "pipeline log --stage fit --last 5",
          meaning: "the last 5 attempts at `fit`"
        ),
        .init(command: "pipeline log --output fit", meaning: "what `fit` printed"),
        .init(command: "pipeline log --follow", meaning: "a run of another terminal, as it goes"),
      ]
    ),
    VerbDescription(
      verb: .accept,
      summary: "take stages as they stand for up to date",
      usage: "accept --reason TEXT STAGE...",
      words: .targets,
      discussion: [
        """
        Records the stages as they stand: scripts, arguments, inputs and outputs as they are now \
        count as right, so that what has changed until now is no reason to run any more. Nothing \
        runs. For a change that makes no difference, such as a comment in a script, where a run \
        would take hours. STAGE is a name, or a glob over names.
        """,
        """
        All outputs, inputs and scripts must be there, and the last attempt must not have failed \
        or been interrupted; of several stages, all are accepted or none. The log keeps the \
        reason; `pipeline log --stage NAME` shows it.
        """,
      ],
      examples: [
        .init(
          command: "pipeline accept fit --reason 'comment only'",
          meaning: "`fit` is right as it is"
        ),
        .init(
          command: "pipeline accept 'clean-*' --reason 'data moved'",
          meaning: "so are all of these"
        ),
      ]
    ),
    VerbDescription(
      verb: .clean,
      summary: "remove what stages have made, after asking",
      usage: "clean [OPTIONS] [NAME...]",
      words: .targets,
      discussion: [
        """
        Lists the outputs that are there, of all stages or of those that are named, asks, and \
        removes them. NAME is a stage, a glob over names, or a file that a stage makes. Where \
        there is no terminal to ask at, --yes is needed.
        """,
        """
        What no run is known to have made as it is stays, and is listed apart: what was changed \
        since, what lies in an output folder and was not there after the stage ran, and outputs of \
        a stage that never ran here. --force removes that, too. Never removed is what a stage \
        declares as input or script and no run has made, and what really lies elsewhere. Links \
        are removed, not followed.
        """,
        """
        --runs removes the folders of `.pipeline/runs` instead, with what scripts printed, except \
        what is still told of: the last attempts of each stage, and the last run. What was kept \
        in `.pipeline/kept` stays.
        """,
      ],
      examples: [
        .init(command: "pipeline clean -n", meaning: "what would be removed"),
        .init(command: "pipeline clean fit", meaning: "the outputs of `fit`"),
        .init(command: "pipeline clean --downstream fit -y", meaning: "and all after it, unasked"),
        .init(command: "pipeline clean --runs", meaning: "what scripts printed in old runs"),
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
        """,
        """
        The clauses of a stage: Script("a.py", .input("a"), .output("b")), Command("sort \\(input: \
        "a") > \\(output: "b")"), Inputs("a", "b/*.csv"), Outputs("c", "d/"), Upstream("other"), \
        External(program: "git"), Environment("REGION"), Uses(top), Timeout(minutes: 20), Retry(3, delay: \
        .seconds(5)), Resources(cores: 2, memory: "8GB", ["gpu": 1]), Exclusive("database"), \
        Priority(10), OnFailure(.restore), Staleness(.content). Of a pipeline: Timeout, Retry, \
        OnFailure, Staleness and Environment for all stages, Jobs(4), Limits(["gpu": 1]).
        """,
        """
        A parameter is a global: let top = Parameter("top", default: 10). --set top=20 sets it, else \
        `parameters.json` in the root, else its default. Script("a.py", "--top", top) passes its value, \
        Command("head -n \\(top) a > b") and Uses(top) hand it on as PIPELINE_PARAM_TOP; the stage is \
        stale when it changes. top.value is what the manifest itself asks for.
        """,
      ],
      examples: [
        .init(command: "pipeline manifest", meaning: "to read it"),
        .init(command: "pipeline manifest --json > graph.json", meaning: "to keep it or change it"),
        .init(command: "pipeline manifest --manifest graph.json", meaning: "another manifest"),
        .init(command: "pipeline manifest --set top=20", meaning: "with another value"),
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
