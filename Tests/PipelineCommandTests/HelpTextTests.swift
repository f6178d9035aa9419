import Testing

@testable import pipeline

/// The help, whole, as it is printed.
struct HelpTextTests {
  @Test func `the help of the tool`() {
    #expect(
      HelpText(table: .standard).overall() == """
        pipeline: run the stages of an analysis that must run again, and say why

        usage:
          pipeline [run] [OPTIONS] [NAME...]
          pipeline status [OPTIONS] [NAME...]
          pipeline why [OPTIONS] [NAME...]
          pipeline log [OPTIONS] [RUN]
          pipeline accept --reason TEXT STAGE...
          pipeline clean [OPTIONS] [NAME...]
          pipeline manifest [OPTIONS]
          pipeline init [OPTIONS]
          pipeline help [VERB]

        verbs:
          run       run the stages that must run; the word `run` may be left out
          status    say what is up to date, stale, failed, and what runs now
          why       say why a stage would run now, or why not
          log       say what was run, and what stages printed
          accept    take stages as they stand for up to date
          clean     remove what stages have made, after asking
          manifest  print the manifest as it was loaded
          init      write a small working pipeline to start from
          help      print this help, or that of one verb

        which stages:
              --all              every stage (the default)
              --stage NAME       just this stage, or those a glob matches (repeatable)
              --from NAME        this stage and all after it in run order (repeatable)
              --to NAME          this stage or output and all it needs (repeatable)
              --downstream NAME  this stage and all that depends on it (repeatable)
              --failed           the stages that failed last; adds to --stage

        how they run:
              --force            run what is up to date, too; clean: remove what no run
                                 is known to have made
          -j, --jobs N           at most N stages at once (default: PIPELINE_JOBS,
                                 `Jobs`, or the cores)
              --resource NAME=N  how much there is of cores, memory (8GB) or any other
                                 (repeatable)
          -k, --keep-going       after a failure go on with what does not depend on it
              --fail-fast        after a failure stop what runs, too
              --wait             wait for another run in this root to end, however long

        parameters:
              --set NAME=VALUE   the value of a parameter; beats parameters.json
                                 (repeatable)

        asking instead of running:
          -n, --dry-run          print the plan, reasons and commands, or the list;
                                 change nothing
              --check            say nothing; status 0 if nothing is stale, else 1
              --list-stages      print the stages in execution order, with their state

        status, why and log:
              --state STATE      only stages in these states: running, failed,
                                 interrupted, stale, may-run, up-to-date (repeatable)
              --last N           the last N runs, or attempts of a stage (20)
          -f, --follow           what comes, as it is written, until the run ends
              --output STAGE     what a stage printed
              --file PATH        who makes and reads this file, and if it has changed

        accept and clean:
              --reason TEXT      why the stages are right as they stand; the log keeps
                                 it
              --runs             what scripts printed in old runs, instead of outputs
          -y, --yes              remove what is listed without asking

        what is shown:
          -q, --quiet            only what went wrong
          -v, --verbose          also what is skipped, and all reasons
              --json             the answer as JSON (a run itself gives none)
              --color WHEN       when to use colours: auto, always, never

        where:
          -C DIR                 the root: the folder all relative paths start from
              --manifest FILE    the manifest: a Swift file, or JSON if it ends in .json

        other:
          -h, --help             print help; after a verb, that of the verb
              --version          print the version

        examples:
          pipeline                            every stage that must run
          pipeline -n                         what would run, and why
          pipeline plot                       `plot` and all it needs
          pipeline data/report.md             likewise for an output file
          pipeline --stage 'clean-*' --force  these stages, stale or not
          pipeline --from fit -j4 -k          `fit` and what follows, 4 at once
          pipeline --failed                   what failed last, again
          pipeline -n --json                  the plan, for programs

        exit status:
          0      done, or nothing to do
          1      a stage failed; --check: something is stale; clean: something is left
          2      wrong usage, or a fault in the manifest
          3      cannot start: something is missing, or another run is going on
          128+n  stopped by signal n

        `pipeline help VERB` says more about a verb.

        """
    )
  }

  @Test func `the help of run`() {
    #expect(
      HelpText(table: .standard).help(of: .run) == """
        pipeline run: run the stages that must run; the word `run` may be left out

        usage:
          pipeline [run] [OPTIONS] [NAME...]

        Without a NAME or an option that selects, every stage is looked at. A stage runs
        if it never ran, if its last attempt failed, or if anything it was told, read or
        wrote has changed since. NAME is a stage or a file that a stage makes: it and
        everything it needs are brought up to date.

        Several --stage add up; --from A --to B is what lies in both. Run order is the
        order of --list-stages. No selection forces anything: only --force runs a stage
        that is up to date. A stage called like a verb is named after `run` or after
        `--`.

        --failed takes the stages whose last attempt failed, and forces nothing: a stage
        that failed is stale. One that was stopped, or whose runner died, did not fail.

        which stages:
              --all              every stage (the default)
              --stage NAME       just this stage, or those a glob matches (repeatable)
              --from NAME        this stage and all after it in run order (repeatable)
              --to NAME          this stage or output and all it needs (repeatable)
              --downstream NAME  this stage and all that depends on it (repeatable)
              --failed           the stages that failed last; adds to --stage

        how they run:
              --force            run what is up to date, too; clean: remove what no run
                                 is known to have made
          -j, --jobs N           at most N stages at once (default: PIPELINE_JOBS,
                                 `Jobs`, or the cores)
              --resource NAME=N  how much there is of cores, memory (8GB) or any other
                                 (repeatable)
          -k, --keep-going       after a failure go on with what does not depend on it
              --fail-fast        after a failure stop what runs, too
              --wait             wait for another run in this root to end, however long

        parameters:
              --set NAME=VALUE   the value of a parameter; beats parameters.json
                                 (repeatable)

        asking instead of running:
          -n, --dry-run          print the plan, reasons and commands, or the list;
                                 change nothing
              --check            say nothing; status 0 if nothing is stale, else 1
              --list-stages      print the stages in execution order, with their state

        what is shown:
          -q, --quiet            only what went wrong
          -v, --verbose          also what is skipped, and all reasons
              --json             the answer as JSON (a run itself gives none)
              --color WHEN       when to use colours: auto, always, never

        where:
          -C DIR                 the root: the folder all relative paths start from
              --manifest FILE    the manifest: a Swift file, or JSON if it ends in .json

        other:
          -h, --help             print help; after a verb, that of the verb
              --version          print the version

        examples:
          pipeline                            every stage that must run
          pipeline -n                         what would run, and why
          pipeline plot                       `plot` and all it needs
          pipeline data/report.md             likewise for an output file
          pipeline --stage 'clean-*' --force  these stages, stale or not
          pipeline --from fit -j4 -k          `fit` and what follows, 4 at once
          pipeline --failed                   what failed last, again
          pipeline -n --json                  the plan, for programs

        """
    )
  }

  @Test func `the help of status`() {
    #expect(
      HelpText(table: .standard).help(of: .status) == """
        pipeline status: say what is up to date, stale, failed, and what runs now

        usage:
          pipeline status [OPTIONS] [NAME...]

        Says of each stage where it stands, why, when it last ran, and where what it
        printed is. Nothing is run or changed, and a run that is going on is not held
        up: its stages are told as running. NAME is a stage, a glob over names, or a
        file that a stage makes: just that stage, without what it needs.

        Of more than 20 stages, those that are up to date are only counted, and of those
        that are stale or may run the first 20 are shown; with -v all are, and every
        reason. --state takes one state or several with commas between them.

        which stages:
              --all              every stage (the default)
              --stage NAME       just this stage, or those a glob matches (repeatable)
              --from NAME        this stage and all after it in run order (repeatable)
              --to NAME          this stage or output and all it needs (repeatable)
              --downstream NAME  this stage and all that depends on it (repeatable)
              --failed           the stages that failed last; adds to --stage

        parameters:
              --set NAME=VALUE   the value of a parameter; beats parameters.json
                                 (repeatable)

        status, why and log:
              --state STATE      only stages in these states: running, failed,
                                 interrupted, stale, may-run, up-to-date (repeatable)

        what is shown:
          -v, --verbose          also what is skipped, and all reasons
              --json             the answer as JSON (a run itself gives none)
              --color WHEN       when to use colours: auto, always, never

        where:
          -C DIR                 the root: the folder all relative paths start from
              --manifest FILE    the manifest: a Swift file, or JSON if it ends in .json

        other:
          -h, --help             print help; after a verb, that of the verb
              --version          print the version

        examples:
          pipeline status                         where each stage stands
          pipeline status plot                    just `plot`
          pipeline status --state failed          what failed last, and how
          pipeline status --state running,failed  these, or those
          pipeline status --json                  for programs

        """
    )
  }

  @Test func `the help of why`() {
    #expect(
      HelpText(table: .standard).help(of: .why) == """
        pipeline why: say why a stage would run now, or why not

        usage:
          pipeline why [OPTIONS] [NAME...]

        Says of each NAME whether it would run now: every reason with the old and the
        new value, the stages before it that decide, up to the first cause, and what
        would run after it. Of a stage that is up to date, since which run, and what was
        compared. NAME is a stage, a glob over names, or a file that a stage makes;
        without one, every stage that is to run. Nothing is run or changed.

        --file says of a file which stage makes it and which read it, which run wrote it
        last and from what, and whether it is as that run left it.

        parameters:
              --set NAME=VALUE  the value of a parameter; beats parameters.json
                                (repeatable)

        status, why and log:
              --file PATH       who makes and reads this file, and if it has changed

        what is shown:
          -v, --verbose         also what is skipped, and all reasons
              --json            the answer as JSON (a run itself gives none)
              --color WHEN      when to use colours: auto, always, never

        where:
          -C DIR                the root: the folder all relative paths start from
              --manifest FILE   the manifest: a Swift file, or JSON if it ends in .json

        other:
          -h, --help            print help; after a verb, that of the verb
              --version         print the version

        examples:
          pipeline why plot                  why `plot` would run, or why not
          pipeline why                       the same for all that is to run
          pipeline why --file data/fit.json  where this file comes from
          pipeline why plot --json           for programs

        """
    )
  }

  @Test func `the help of log`() {
    #expect(
      HelpText(table: .standard).help(of: .log) == """
        pipeline log: say what was run, and what stages printed

        usage:
          pipeline log [OPTIONS] [RUN]

        Without RUN the last runs, the newest at the end. RUN is the id of a run, a
        beginning that no other has, or `last`: its stages and attempts. --stage NAME
        shows the attempts of a stage through all runs, and when it was accepted.

        --output STAGE prints what the stage printed in its last attempt, or in RUN:
        byte for byte, except that a terminal gets no escapes but colours. --follow
        tells what comes, beginning with the run that is going on, or waits for the next
        one, and ends with it. Both together follow the output of the stage that runs.
        --json prints the lines of the log themselves.

        which stages:
              --stage NAME     just this stage, or those a glob matches (repeatable)

        status, why and log:
              --last N         the last N runs, or attempts of a stage (20)
          -f, --follow         what comes, as it is written, until the run ends
              --output STAGE   what a stage printed

        what is shown:
              --json           the answer as JSON (a run itself gives none)
              --color WHEN     when to use colours: auto, always, never

        where:
          -C DIR               the root: the folder all relative paths start from
              --manifest FILE  the manifest: a Swift file, or JSON if it ends in .json

        other:
          -h, --help           print help; after a verb, that of the verb
              --version        print the version

        examples:
          pipeline log                       the last 20 runs
          pipeline log last                  what the last run did
          pipeline log --stage fit --last 5  the last 5 attempts at `fit`
          pipeline log --output fit          what `fit` printed
          pipeline log --follow              a run of another terminal, as it goes

        """
    )
  }

  @Test func `the help of accept`() {
    #expect(
      HelpText(table: .standard).help(of: .accept) == """
        pipeline accept: take stages as they stand for up to date

        usage:
          pipeline accept --reason TEXT STAGE...

        Records the stages as they stand: scripts, arguments, inputs and outputs as they
        are now count as right, so that what has changed until now is no reason to run
        any more. Nothing runs. For a change that makes no difference, such as a comment
        in a script, where a run would take hours. STAGE is a name, or a glob over
        names.

        All outputs, inputs and scripts must be there, and the last attempt must not
        have failed or been interrupted; of several stages, all are accepted or none.
        The log keeps the reason; `pipeline log --stage NAME` shows it.

        how they run:
              --wait            wait for another run in this root to end, however long

        parameters:
              --set NAME=VALUE  the value of a parameter; beats parameters.json
                                (repeatable)

        accept and clean:
              --reason TEXT     why the stages are right as they stand; the log keeps it

        what is shown:
          -v, --verbose         also what is skipped, and all reasons
              --color WHEN      when to use colours: auto, always, never

        where:
          -C DIR                the root: the folder all relative paths start from
              --manifest FILE   the manifest: a Swift file, or JSON if it ends in .json

        other:
          -h, --help            print help; after a verb, that of the verb
              --version         print the version

        examples:
          pipeline accept fit --reason 'comment only'      `fit` is right as it is
          pipeline accept 'clean-*' --reason 'data moved'  so are all of these

        """
    )
  }

  @Test func `the help of clean`() {
    #expect(
      HelpText(table: .standard).help(of: .clean) == """
        pipeline clean: remove what stages have made, after asking

        usage:
          pipeline clean [OPTIONS] [NAME...]

        Lists the outputs that are there, of all stages or of those that are named,
        asks, and removes them. NAME is a stage, a glob over names, or a file that a
        stage makes. Where there is no terminal to ask at, --yes is needed.

        What no run is known to have made as it is stays, and is listed apart: what was
        changed since, what lies in an output folder and was not there after the stage
        ran, and outputs of a stage that never ran here. --force removes that, too.
        Never removed is what a stage declares as input or script and no run has made,
        and what really lies elsewhere. Links are removed, not followed.

        --runs removes the folders of `.pipeline/runs` instead, with what scripts
        printed, except what is still told of: the last attempts of each stage, and the
        last run. What was kept in `.pipeline/kept` stays.

        which stages:
              --all              every stage (the default)
              --stage NAME       just this stage, or those a glob matches (repeatable)
              --downstream NAME  this stage and all that depends on it (repeatable)

        how they run:
              --force            run what is up to date, too; clean: remove what no run
                                 is known to have made
              --wait             wait for another run in this root to end, however long

        parameters:
              --set NAME=VALUE   the value of a parameter; beats parameters.json
                                 (repeatable)

        asking instead of running:
          -n, --dry-run          print the plan, reasons and commands, or the list;
                                 change nothing

        accept and clean:
              --runs             what scripts printed in old runs, instead of outputs
          -y, --yes              remove what is listed without asking

        what is shown:
              --color WHEN       when to use colours: auto, always, never

        where:
          -C DIR                 the root: the folder all relative paths start from
              --manifest FILE    the manifest: a Swift file, or JSON if it ends in .json

        other:
          -h, --help             print help; after a verb, that of the verb
              --version          print the version

        examples:
          pipeline clean -n                   what would be removed
          pipeline clean fit                  the outputs of `fit`
          pipeline clean --downstream fit -y  and all after it, unasked
          pipeline clean --runs               what scripts printed in old runs

        """
    )
  }

  @Test func `the help of manifest`() {
    #expect(
      HelpText(table: .standard).help(of: .manifest) == """
        pipeline manifest: print the manifest as it was loaded

        usage:
          pipeline manifest [OPTIONS]

        Loads the manifest and prints every stage with its scripts, inputs and outputs,
        after the loops and functions in it have done their work. With --json it is
        printed in the form that --manifest reads. A manifest is a program: to print it
        is to run it.

        The clauses of a stage: Script("a.py", .input("a"), .output("b")), Command("sort
        \\(input: "a") > \\(output: "b")"), Inputs("a", "b/*.csv"), Outputs("c", "d/"),
        Upstream("other"), External(program: "git"), Environment("REGION"), Uses(top),
        Timeout(minutes: 20), Retry(3, delay: .seconds(5)), Resources(cores: 2, memory:
        "8GB", ["gpu": 1]), Exclusive("database"), Priority(10), OnFailure(.restore),
        Staleness(.content). Of a pipeline: Timeout, Retry, OnFailure, Staleness and
        Environment for all stages, Jobs(4), Limits(["gpu": 1]).

        A parameter is a global: let top = Parameter("top", default: 10). --set top=20
        sets it, else `parameters.json` in the root, else its default. Script("a.py",
        "--top", top) passes its value, Command("head -n \\(top) a > b") and Uses(top)
        hand it on as PIPELINE_PARAM_TOP; the stage is stale when it changes. top.value
        is what the manifest itself asks for.

        parameters:
              --set NAME=VALUE  the value of a parameter; beats parameters.json
                                (repeatable)

        what is shown:
              --json            the answer as JSON (a run itself gives none)
              --color WHEN      when to use colours: auto, always, never

        where:
          -C DIR                the root: the folder all relative paths start from
              --manifest FILE   the manifest: a Swift file, or JSON if it ends in .json

        other:
          -h, --help            print help; after a verb, that of the verb
              --version         print the version

        examples:
          pipeline manifest                        to read it
          pipeline manifest --json > graph.json    to keep it or change it
          pipeline manifest --manifest graph.json  another manifest
          pipeline manifest --set top=20           with another value

        """
    )
  }

  @Test func `the help of init`() {
    #expect(
      HelpText(table: .standard).help(of: .initialize) == """
        pipeline init: write a small working pipeline to start from

        usage:
          pipeline init [OPTIONS]

        Writes a manifest with two stages, one script, a data file, and the lines that
        `.gitignore` lacks. Nothing that is there is overwritten. Where no Swift
        compiler is found the manifest is written as JSON.

        what is shown:
              --color WHEN  when to use colours: auto, always, never

        where:
          -C DIR            the root: the folder all relative paths start from

        other:
          -h, --help        print help; after a verb, that of the verb
              --version     print the version

        examples:
          pipeline init && pipeline  write it, then run it
          pipeline init -C study     into the folder `study`

        """
    )
  }

  @Test func `the help of help`() {
    #expect(
      HelpText(table: .standard).help(of: .help) == """
        pipeline help: print this help, or that of one verb

        usage:
          pipeline help [VERB]

        what is shown:
              --color WHEN  when to use colours: auto, always, never

        other:
          -h, --help        print help; after a verb, that of the verb
              --version     print the version

        examples:
          pipeline help run    all about `run`
          pipeline run --help  the same

        """
    )
  }

  @Test func `no line is wider than a terminal, and none ends in a space`() {
    let help = HelpText(table: .standard)
    for text in [help.overall()] + Verb.allCases.map(help.help) {
      for line in text.split(separator: "\n") {
        #expect(line.count <= 80 && line.last != " ")
      }
    }
  }

  @Test func `every example can be typed`() {
    for example in CommandTable.standard.verbs.flatMap(\.examples) {
      let command = example.key.prefix { $0 != ">" && $0 != "&" }
      let arguments = command.split(separator: " ").dropFirst().map { word in
        String(word.filter { $0 != "'" })
      }
      guard case .success = CommandTable.parse(arguments) else {
        Issue.record("`\(example.key)` is refused")
        continue
      }
    }
  }
}
