extension CommandTable {
  static let standardVerbs: [VerbDescription] = [
    VerbDescription(
      verb: .run,
      summary: "run the stages that are not up to date (the default command)",
      usage: "[run] [OPTIONS] [NAME...]",
      discussion: [
        """
        Without a NAME or an option that selects stages, every stage is considered. A stage runs \
        if it has never run, if its last attempt failed, or if a script, an argument, an input \
        or an output has changed since. NAME is a stage, or a file that a stage makes. The run \
        then considers that stage and everything it needs.
        """,
        """
        Options of the same kind add up: --stage A --stage B selects both stages. Options of \
        different kinds select only their common stages: --from A --to B selects the stages \
        between A and B. Run order is the order of --list-stages. Only --force runs stages that \
        are up to date. If a stage has the name of a command, write `run` or `--` before the \
        stage.
        """,
        """
        --failed selects the stages whose last attempt failed. A stage that was stopped, or \
        whose runner died, does not count as failed.
        """,
      ],
      examples: [
        "pipeline": "every stage that is not up to date",
        "pipeline -n": "what would run, and why",
        "pipeline plot": "`plot` and everything it needs",
        "pipeline data/report.md": "the same for an output file",
        "pipeline --stage 'clean-*' --force": "these stages, stale or not",
        "pipeline --from fit -j4 -k": "`fit` and what follows, 4 in parallel",
        "pipeline --failed": "the stages that failed last, again",
        "pipeline -n --json": "the plan, for programs",
      ]
    ),
    VerbDescription(
      verb: .status,
      summary: "show which stages are up to date, stale, failed or running",
      usage: "status [OPTIONS] [NAME...]",
      discussion: [
        """
        Shows the state of each stage and the reason for it, the time of its last run, and the \
        path of its log. Nothing runs, and no file changes. A run in progress continues \
        undisturbed; its stages are shown as running. NAME is a stage, a glob over names, or a \
        file that a stage makes. Upstream stages are not included.
        """,
        """
        If there are more than 20 stages, status only counts those that are up to date. Stages \
        that are stale for the same reason share a line. -v shows all stages, with every reason. \
        --state accepts one state, or several separated by commas.
        """,
      ],
      examples: [
        "pipeline status": "the state of each stage",
        "pipeline status plot": "only `plot`",
        "pipeline status --state failed": "what failed last, and how",
        "pipeline status --state running,failed": "stages in either state",
        "pipeline status --json": "for programs",
      ]
    ),
    VerbDescription(
      verb: .why,
      summary: "explain why a stage would run now, or why not",
      usage: "why [OPTIONS] [NAME...]",
      discussion: [
        """
        Explains for each NAME whether the stage would run now. It shows every reason with the \
        old and the new value, the chain of upstream stages that leads to the first cause, and \
        the stages that would run afterwards. For an up-to-date stage, it shows the run since \
        which the stage is up to date, and what was compared. NAME is a stage, a glob over \
        names, or a file that a stage makes. Without NAME, it explains every stage that would \
        run. Nothing runs, and no file changes.
        """,
        """
        --file shows which stage makes a file, which stages read it, which run last wrote it, \
        which files that run read, and whether the file has changed since.
        """,
      ],
      examples: [
        "pipeline why plot": "why `plot` would run, or why not",
        "pipeline why": "the same for every stage that would run",
        "pipeline why --file data/fit.json": "where this file comes from",
        "pipeline why plot --json": "for programs",
      ]
    ),
    VerbDescription(
      verb: .log,
      summary: "show past runs, and what stages printed",
      usage: "log [OPTIONS] [RUN]",
      discussion: [
        """
        Without RUN, it lists the last runs, the newest at the end. With RUN, it shows the \
        parameters of that run, and why and how each stage ran. RUN is `last`, the id of a run, \
        or a unique prefix of an id. A day, such as 2026-11-30, lists the runs of that day. \
        --stage NAME shows the attempts of a stage in all runs, and when it was accepted.
        """,
        """
        --output STAGE prints what the stage printed in its last attempt, or in RUN. The bytes \
        are the same, except that a terminal receives no escape sequences other than colors. \
        --follow shows the run in progress, or waits for the next run, and ends with that run. \
        --follow --output STAGE shows what the running stage prints. --json prints the lines of \
        the log file.
        """,
      ],
      examples: [
        "pipeline log": "the last 20 runs",
        "pipeline log last": "what the last run did",
        "pipeline log 2026-11-30": "the runs of a day",
        "pipeline log --stage fit --last 5": "the last 5 attempts of `fit`",
        "pipeline log --output fit": "what `fit` printed",
        "pipeline log --follow": "a run in another terminal, as it goes",
      ]
    ),
    VerbDescription(
      verb: .accept,
      summary: "mark stages as up to date without running them",
      usage: "accept --reason TEXT STAGE...",
      discussion: [
        """
        Records the scripts, arguments, inputs and outputs of the stages as they are now. \
        Earlier changes are then no reason to run a stage. Nothing runs. Use it for a change \
        that makes no difference, such as a new comment in a script, if a run would take hours. \
        STAGE is a name, or a glob over names.
        """,
        """
        All outputs, inputs and scripts must exist, and the last attempt must not have failed or \
        been interrupted. Either all of the stages are accepted, or none. The log keeps the \
        reason; `pipeline log --stage NAME` shows it.
        """,
      ],
      examples: [
        "pipeline accept fit --reason 'comment only'": "`fit` is right as it is",
        "pipeline accept 'clean-*' --reason 'data moved'": "so are all of these",
      ]
    ),
    VerbDescription(
      verb: .clean,
      summary: "remove the outputs of stages, after you confirm",
      usage: "clean [OPTIONS] [NAME...]",
      discussion: [
        """
        Lists the existing outputs of all stages, or of the stages that you name. Then it asks, \
        and removes them. NAME is a stage, a glob over names, or a file that a stage makes. \
        Without a terminal it cannot ask; --yes is then required.
        """,
        """
        Some files are kept and listed separately: outputs that have changed since their stage \
        ran, other files in an output folder, and outputs of a stage that has never run here. \
        --force removes them, too. Inputs and scripts that no run has made are never removed, \
        and neither are files in a folder that is a link to another folder. An output that is a \
        link is removed, but not its target.
        """,
        """
        --runs does not remove outputs. It removes old folders in `.pipeline/runs`, which hold \
        what scripts printed. It keeps the folders of the last run, and of the last attempts of \
        each stage.
        """,
        """
        --kept removes the files in `.pipeline/kept`, which runs saved before they overwrote \
        them. --obsolete removes files that an earlier run made and that no stage makes anymore. \
        It leaves files that have changed since, unless you add --force.
        """,
      ],
      examples: [
        "pipeline clean -n": "what would be removed",
        "pipeline clean fit": "the outputs of `fit`",
        "pipeline clean --downstream fit -y": "and of its dependents, without asking",
        "pipeline clean --runs": "what scripts printed in old runs",
        "pipeline clean --obsolete -n": "files that no stage makes anymore",
      ]
    ),
    VerbDescription(
      verb: .manifest,
      summary: "print the manifest as it was loaded",
      usage: "manifest [OPTIONS]",
      discussion: [
        """
        Loads the manifest and prints every stage with its scripts, inputs and outputs. All loops \
        and functions of the manifest have run by then. --json prints the form that --manifest \
        reads. A manifest is a program: to print it, the tool runs it.
        """,
        """
        The clauses of a stage: Script("a.py", .input("a"), .output("b")), Command("sort \\(input: \
        "a") > \\(output: "b")"), Inputs("a", "b/*.csv"), Outputs("c", "d/"), Upstream("other"), \
        External(program: "git"), Environment("REGION"), Uses(top), Timeout(minutes: 20), Retry(3, delay: \
        .seconds(5)), Resources(cores: 2, memory: "8GB", ["gpu": 1]), Exclusive("database"), \
        Priority(10), OnFailure(.restore), Staleness(.content), \
        Shell("bash", "-eu", "-c"). The clauses of a pipeline, for all \
        stages: Timeout, Retry, OnFailure, Staleness, Shell, Environment, Jobs(4), Limits(["gpu": 1]).
        """,
        """
        A parameter is a global: let top = Parameter("top", default: 10). Its value is that of --set \
        top=20, else that in `parameters.json` in the root, else the default. Script("a.py", "--top", \
        top) passes the value as an argument. Command("head -n \\(top) a > b") and Uses(top) pass it \
        as the variable PIPELINE_PARAM_TOP. If the value changes, the stage is stale. The manifest \
        itself reads it as top.value.
        """,
      ],
      examples: [
        "pipeline manifest": "print it for reading",
        "pipeline manifest --json > graph.json": "keep it, or change it",
        "pipeline manifest --manifest graph.json": "print another manifest",
        "pipeline manifest --set top=20": "with another value",
      ]
    ),
    VerbDescription(
      verb: .initialize,
      summary: "write a small working pipeline to start from",
      usage: "init [OPTIONS]",
      discussion: [
        """
        Writes a manifest with two stages, a script and a data file, and adds missing lines to \
        `.gitignore`. It never overwrites a file. If there is no Swift compiler, the manifest is \
        JSON.
        """
      ],
      examples: [
        "pipeline init && pipeline": "write it, then run it",
        "pipeline init -C study": "into the folder `study`",
      ]
    ),
    VerbDescription(
      verb: .help,
      summary: "print this help, or the help of a command",
      usage: "help [COMMAND]",
      discussion: [],
      examples: [
        "pipeline help run": "all about `run`",
        "pipeline run --help": "the same",
      ]
    ),
  ]
}
