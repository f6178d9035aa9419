extension CommandTable {
  /// The rows of the verbs, in the order of the help.
  static let standardVerbs: [VerbDescription] = [
    VerbDescription(
      verb: .run,
      summary: "run the stages that must run; the word `run` may be left out",
      usage: "[run] [OPTIONS] [NAME...]",
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
        "pipeline": "every stage that must run",
        "pipeline -n": "what would run, and why",
        "pipeline plot": "`plot` and all it needs",
        "pipeline data/report.md": "likewise for an output file",
        "pipeline --stage 'clean-*' --force": "these stages, stale or not",
        "pipeline --from fit -j4 -k": "`fit` and what follows, 4 at once",
        "pipeline --failed": "what failed last, again",
        "pipeline -n --json": "the plan, for programs",
      ]
    ),
    VerbDescription(
      verb: .status,
      summary: "say what is up to date, stale, failed, and what runs now",
      usage: "status [OPTIONS] [NAME...]",
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
        "pipeline status": "where each stage stands",
        "pipeline status plot": "just `plot`",
        "pipeline status --state failed": "what failed last, and how",
        "pipeline status --state running,failed": "these, or those",
        "pipeline status --json": "for programs",
      ]
    ),
    VerbDescription(
      verb: .why,
      summary: "say why a stage would run now, or why not",
      usage: "why [OPTIONS] [NAME...]",
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
        "pipeline why plot": "why `plot` would run, or why not",
        "pipeline why": "the same for all that is to run",
        "pipeline why --file data/fit.json": "where this file comes from",
        "pipeline why plot --json": "for programs",
      ]
    ),
    VerbDescription(
      verb: .log,
      summary: "say what was run, and what stages printed",
      usage: "log [OPTIONS] [RUN]",
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
        "pipeline log": "the last 20 runs",
        "pipeline log last": "what the last run did",
        "pipeline log --stage fit --last 5": "the last 5 attempts at `fit`",
        "pipeline log --output fit": "what `fit` printed",
        "pipeline log --follow": "a run of another terminal, as it goes",
      ]
    ),
    VerbDescription(
      verb: .accept,
      summary: "take stages as they stand for up to date",
      usage: "accept --reason TEXT STAGE...",
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
        "pipeline accept fit --reason 'comment only'": "`fit` is right as it is",
        "pipeline accept 'clean-*' --reason 'data moved'": "so are all of these",
      ]
    ),
    VerbDescription(
      verb: .clean,
      summary: "remove what stages have made, after asking",
      usage: "clean [OPTIONS] [NAME...]",
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
        "pipeline clean -n": "what would be removed",
        "pipeline clean fit": "the outputs of `fit`",
        "pipeline clean --downstream fit -y": "and all after it, unasked",
        "pipeline clean --runs": "what scripts printed in old runs",
      ]
    ),
    VerbDescription(
      verb: .manifest,
      summary: "print the manifest as it was loaded",
      usage: "manifest [OPTIONS]",
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
        "pipeline manifest": "to read it",
        "pipeline manifest --json > graph.json": "to keep it or change it",
        "pipeline manifest --manifest graph.json": "another manifest",
        "pipeline manifest --set top=20": "with another value",
      ]
    ),
    VerbDescription(
      verb: .initialize,
      summary: "write a small working pipeline to start from",
      usage: "init [OPTIONS]",
      discussion: [
        """
        Writes a manifest with two stages, one script, a data file, and the lines that \
        `.gitignore` lacks. Nothing that is there is overwritten. Where no Swift compiler is \
        found the manifest is written as JSON.
        """
      ],
      examples: [
        "pipeline init && pipeline": "write it, then run it",
        "pipeline init -C study": "into the folder `study`",
      ]
    ),
    VerbDescription(
      verb: .help,
      summary: "print this help, or that of one verb",
      usage: "help [VERB]",
      discussion: [],
      examples: [
        "pipeline help run": "all about `run`",
        "pipeline run --help": "the same",
      ]
    ),
  ]
}
