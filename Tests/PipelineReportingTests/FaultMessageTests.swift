import PipelineDescription
import PipelineReporting
import Testing

@testable import PipelinePlanning

/// The words of every fault of a manifest and of every obstacle.
struct FaultMessageTests {
  typealias Link = GraphFault.CycleLink

  static let faults: [(GraphFault, String)] = [
    (
      .noStages(place: Place(3)),
      """
      error: the pipeline has no stages
        declared:  Pipeline.swift:3
      hint: declare one: `Stage("name") { Command("…") }`
      """
    ),
    (
      .badStageName("my stage", place: Place(3)),
      """
      error: `my stage` cannot be the name of a stage
        declared:  Pipeline.swift:3
      hint: use 1 to 100 letters, digits, `.`, `_` and `-`, the first no `-` and no `.`
      """
    ),
    (
      .badStageName("", place: Place()),
      """
      error: a stage has no name
        declared:  Pipeline.swift
      hint: use 1 to 100 letters, digits, `.`, `_` and `-`, the first no `-` and no `.`
      """
    ),
    (
      .duplicateStage("a", place: Place(9), other: "a", otherPlace: Place(3)),
      """
      error: two stages are called `a`
        declared:  Pipeline.swift:9
        first:     Pipeline.swift:3
      hint: rename one of them
      """
    ),
    (
      .duplicateStage("A", place: Place(9), other: "a", otherPlace: Place(3)),
      """
      error: stages `a` and `A` differ only in case
        declared:  Pipeline.swift:9
        first:     Pipeline.swift:3
      hint: rename one of them
      """
    ),
    (
      .noSteps(stage: "a", place: Place(3)),
      """
      error: stage `a` has neither a script nor a command
        declared:  Pipeline.swift:3
      hint: add a `Script(…)` or a `Command(…)`
      """
    ),
    (
      .emptyStep(stage: "a", place: Place(3)),
      """
      error: stage `a` has a script or a command without text
        declared:  Pipeline.swift:3
      """
    ),
    (
      .badTimeout(stage: "a", seconds: -5, place: Place(3)),
      """
      error: stage `a` has a timeout that is not positive and finite
        timeout:   -5.0 s
        declared:  Pipeline.swift:3
      hint: write `Timeout(minutes: 10)`, or `Timeout.never` for no limit
      """
    ),
    (
      .badVariable(stage: nil, name: "A=B", place: Place(3)),
      """
      error: the pipeline declares a variable that no environment can hold
        variable:  `A=B`
        declared:  Pipeline.swift:3
      hint: a name is not empty and has no `=`; neither name nor value has a NUL byte
      """
    ),
    (
      .duplicateVariable(stage: "a", name: "REGION", place: Place(3)),
      """
      error: stage `a` declares the variable `REGION` twice
        declared:  Pipeline.swift:3
      hint: remove one of the two
      """
    ),
    (
      .emptyPath(stage: "a", place: Place(3)),
      """
      error: stage `a` has a path or a name without text
        declared:  Pipeline.swift:3
      """
    ),
    (
      .nulByte(stage: "a", place: Place(3)),
      """
      error: stage `a` has a text with a NUL byte, which nothing can be given
        declared:  Pipeline.swift:3
      """
    ),
    (
      .unknownUpstream(stage: "plot", name: "fecth", nearest: "fetch", place: Place(3)),
      """
      error: stage `plot` waits for `fecth`, and there is no such stage
        declared:  Pipeline.swift:3
        nearest:   fetch
      hint: did you mean `fetch`?
      """
    ),
    (
      .unknownUpstream(stage: "plot", name: "x", nearest: nil, place: Place(3)),
      """
      error: stage `plot` waits for `x`, and there is no such stage
        declared:  Pipeline.swift:3
      hint: declare the stage, or remove the name from `Upstream`
      """
    ),
    (
      .cycle([
        Link(stage: "a", place: Place(3), file: "data/b"),
        Link(stage: "b", place: Place(7), file: nil),
        Link(stage: "c", place: Place(9), file: "data/a"),
      ]),
      """
      error: stages wait for each other: `a → b → c → a`
        a:         reads data/b, made by `b`
        b:         names `c` as upstream
        c:         reads data/a, made by `a`
        declared:  Pipeline.swift:3, Pipeline.swift:7, Pipeline.swift:9
      hint: remove a name from `Upstream`, or a file that is read too early
      """
    ),
    (
      .cycle([Link(stage: "a", place: Place(3), file: nil)]),
      """
      error: stage `a` waits for itself
        a:         names `a` as upstream
        declared:  Pipeline.swift:3
      hint: remove a name from `Upstream`, or a file that is read too early
      """
    ),
    (
      .outputIsGlob(stage: "a", path: "out/*", place: Place(3)),
      """
      error: stage `a` has a glob as output
        output:    out/*
        declared:  Pipeline.swift:3
      hint: name each file, or the folder with a slash at its end
      """
    ),
    (
      .outputOutsideRoot(stage: "a", path: "../x", place: Place(3)),
      """
      error: stage `a` has an output outside the root
        output:    ../x
        declared:  Pipeline.swift:3
      hint: name a path in the root; a folder of the root may be a link to another disk
      """
    ),
    (
      .outputIsRoot(stage: "a", path: "./", place: Place(3)),
      """
      error: stage `a` has the root itself as output
        output:    ./
        declared:  Pipeline.swift:3
      hint: name a folder in it
      """
    ),
    (
      .outputIsManifest(stage: "a", path: "Pipeline.swift", place: Place(3)),
      """
      error: stage `a` has an output that is, or holds, the manifest
        output:    Pipeline.swift
        declared:  Pipeline.swift:3
      hint: write to another path
      """
    ),
    (
      .outputInState(stage: "a", path: ".pipeline/x", place: Place(3)),
      """
      error: stage `a` has an output that is in `.pipeline`, or holds it
        output:    .pipeline/x
        declared:  Pipeline.swift:3
      hint: write to another path: `.pipeline` is where the runner keeps its own files
      """
    ),
    (
      .outputIsInput(stage: "a", path: "x", place: Place(3), inputPlace: Place(2)),
      """
      error: stage `a` has a path both as input and as output
        output:    x
        declared:  Pipeline.swift:3
        input:     Pipeline.swift:2
      hint: write to another path: a stage that changes its own input is never up to date
      """
    ),
    (
      .outputIsScript(stage: "a", path: "s/", script: "s/x.py", place: Place(3)),
      """
      error: stage `a` has an output that is, or holds, its own script
        output:    s/
        script:    s/x.py
        declared:  Pipeline.swift:3
      hint: write to another path
      """
    ),
    (
      .duplicateOutput(
        path: "./x",
        stage: "b",
        place: Place(9),
        other: GraphFault.DeclaredOutput(path: "x", stage: "a", place: Place(3))
      ),
      """
      error: stages `a` and `b` both write an output
        output:    ./x
        declared:  Pipeline.swift:9
        first:     Pipeline.swift:3, as x
      hint: give each an output of its own, or make the two stages one
      """
    ),
    (
      .duplicateOutput(
        path: "x",
        stage: "a",
        place: Place(9),
        other: GraphFault.DeclaredOutput(path: "x", stage: "a", place: Place(3))
      ),
      """
      error: stage `a` declares an output twice
        output:    x
        declared:  Pipeline.swift:9
        first:     Pipeline.swift:3
      hint: remove one of the two
      """
    ),
    (
      .outputInsideOutput(
        path: "out/x",
        stage: "b",
        place: Place(9),
        folder: GraphFault.DeclaredOutput(path: "out/", stage: "a", place: Place(3))
      ),
      """
      error: stage `b` has an output inside the output folder of `a`
        output:    out/x
        declared:  Pipeline.swift:9
        folder:    out/, declared in Pipeline.swift:3
      hint: write to a folder that is no output of another stage
      """
    ),
    (
      .outputInsideOutput(
        path: "out/x",
        stage: "a",
        place: Place(9),
        folder: GraphFault.DeclaredOutput(path: "out/", stage: "a", place: Place(3))
      ),
      """
      error: stage `a` has an output inside its own output folder
        output:    out/x
        declared:  Pipeline.swift:9
        folder:    out/, declared in Pipeline.swift:3
      hint: declare only the folder
      """
    ),
    (
      .recursiveGlobInCommand(stage: "a", path: "raw/**/*.csv", place: Place(3)),
      """
      error: a command of stage `a` has a glob with `**`, which `sh` reads as `*`
        input:     raw/**/*.csv
        declared:  Pipeline.swift:3
      hint: declare it with `Inputs(…)`, and find the files in the command: `find … -name …`
      """
    ),
  ]

  @Test(arguments: faults) func `a fault has its words`(fault: GraphFault, text: String) {
    #expect(fault.message(manifest: "Pipeline.swift").text() == text)
  }

  @Test func `a very long cycle is shortened`() {
    let links = (1...1000).map { Link(stage: "s\($0)", place: Place($0), file: "f\($0)") }
    let message = GraphFault.cycle(links).message(manifest: "P")
    #expect(message.headline.hasPrefix("stages wait for each other: `s1 → s2 → "))
    #expect(
      message.headline.hasSuffix(
        " → s8 → … → s994 → s995 → s996 → s997 → s998 → s999 → s1000 → s1`"
      )
    )
    #expect(message.facts.count == 18)
  }

  @Test func `faults are told in the order of their lines`() {
    let faults = GraphFaults([
      .noSteps(stage: "b", place: Place(9)), .emptyPath(stage: "a", place: Place(3)),
    ])
    let messages = faults.faults.map { $0.message(manifest: "Pipeline.swift") }
    #expect(
      MessageList(messages).text() == """
        error: stage `a` has a path or a name without text
          declared:  Pipeline.swift:3

        error: stage `b` has neither a script nor a command
          declared:  Pipeline.swift:9
        hint: add a `Script(…)` or a `Command(…)`

        2 faults; nothing was run
        """
    )
  }

  static let denied = Obstacle.Trouble.unreadable(
    SystemFault(number: 13, words: "Permission denied")
  )

  static let obstacles: [(Obstacle, String)] = [
    (
      .input(
        stage: "plot",
        path: "data/clean/2026.csv",
        .missing,
        nearest: Obstacle.Nearest(path: "data/clean/2025.csv", maker: "clean-2025"),
        place: Place(31)
      ),
      """
      error: stage `plot` reads a file that is not there and that no stage makes
        input:     data/clean/2026.csv
        declared:  Pipeline.swift:31
        nearest:   data/clean/2025.csv, made by `clean-2025`
      hint: add a stage with output `data/clean/2026.csv`, or create the file
      """
    ),
    (
      .input(stage: "plot", path: "data/", .missing, nearest: nil, place: Place(31)),
      """
      error: stage `plot` reads a folder that is not there and that no stage makes
        input:     data/
        declared:  Pipeline.swift:31
      hint: add a stage with output `data/`, or create the folder
      """
    ),
    (
      .input(stage: "plot", path: "data", .isFolder, nearest: nil, place: Place(31)),
      """
      error: stage `plot` reads a file where a folder stands
        input:     data
        declared:  Pipeline.swift:31
      hint: name a file in it, or declare the folder with a slash at its end
      """
    ),
    (
      .input(stage: "plot", path: "data/", .isFile, nearest: nil, place: Place(31)),
      """
      error: stage `plot` reads a folder where a file stands
        input:     data/
        declared:  Pipeline.swift:31
      hint: declare the file without a slash at its end, or put a folder there
      """
    ),
    (
      .input(stage: "plot", path: "pipe", .isSpecial, nearest: nil, place: Place(31)),
      """
      error: stage `plot` reads a file where a FIFO, a socket or a device stands
        input:     pipe
        declared:  Pipeline.swift:31
      hint: put a plain file or folder there: what is read once cannot be compared
      """
    ),
    (
      .input(stage: "plot", path: "a b", denied, nearest: nil, place: Place(31)),
      """
      error: stage `plot` reads a file that cannot be read
        input:     a b
        system:    Permission denied (errno 13)
        declared:  Pipeline.swift:31
      hint: the user who runs this must be able to read it: `ls -ld 'a b'`
      """
    ),
    (
      .emptyGlob(stage: "plot", pattern: "raw/*.csv", nearest: nil, place: Place(31)),
      """
      error: stage `plot` reads a glob that matches no file and that no stage makes
        input:     raw/*.csv
        declared:  Pipeline.swift:31
      hint: correct the glob, or create a file that it matches; a wildcard takes no leading dot
      """
    ),
    (
      .script(
        stage: "plot",
        path: "stages/plto.py",
        .missing,
        nearest: Obstacle.Nearest(path: "stages/plot.py", maker: nil),
        place: Place(31)
      ),
      """
      error: stage `plot` has a script that is not there
        script:    stages/plto.py
        declared:  Pipeline.swift:31
        nearest:   stages/plot.py
      hint: create it, or correct its path
      """
    ),
    (
      .script(stage: "plot", path: "stages", .isFolder, nearest: nil, place: Place(31)),
      """
      error: stage `plot` has a script where a folder stands
        script:    stages
        declared:  Pipeline.swift:31
      hint: name a file in it
      """
    ),
    (
      .externalFolder(stage: "plot", path: "/mnt/x", .missing, place: Place(31)),
      """
      error: stage `plot` needs a folder that is not there
        folder:    /mnt/x
        declared:  Pipeline.swift:31
      hint: create it, or correct the path in `External`
      """
    ),
    (
      .externalFolder(stage: "plot", path: "/mnt/x", .isFile, place: Place(31)),
      """
      error: stage `plot` needs a folder where a file stands
        folder:    /mnt/x
        declared:  Pipeline.swift:31
      hint: put a folder there, or name it with `External(file: …)`
      """
    ),
    (
      .externalFile(stage: "plot", path: "/mnt/x", .isFolder, place: Place(31)),
      """
      error: stage `plot` needs a file where a folder stands
        file:      /mnt/x
        declared:  Pipeline.swift:31
      hint: name a file in it, or name it with `External(folder: …)`
      """
    ),
    (
      .externalProgram(stage: "plot", name: "convert", place: Place(31)),
      """
      error: stage `plot` needs a program that is not on PATH
        program:   convert
        declared:  Pipeline.swift:31
      hint: install it, or add its folder to PATH
      """
    ),
    (
      .externalVariable(stage: "plot", name: "TOKEN", place: Place(31)),
      """
      error: stage `plot` needs a variable that is not set
        variable:  TOKEN
        declared:  Pipeline.swift:31
      hint: `export TOKEN=…` before the run
      """
    ),
    (
      .upstreamNotRun(stage: "plot", upstream: "fetch", why: .neverRun),
      """
      error: stage `plot` needs `fetch`, which is not selected and has never run here
      hint: `pipeline --to plot` runs what it needs first
      """
    ),
    (
      .upstreamNotRun(stage: "plot", upstream: "fetch", why: .failed),
      """
      error: stage `plot` needs `fetch`, which is not selected and failed when it last ran
      hint: `pipeline --to plot` runs what it needs first
      """
    ),
    (
      .upstreamNotRun(stage: "plot", upstream: "fetch", why: .interrupted),
      """
      error: stage `plot` needs `fetch`, which is not selected and was interrupted when it last ran
      hint: `pipeline --to plot` runs what it needs first
      """
    ),
    (
      .upstreamNotRun(stage: "plot", upstream: "fetch", why: .outputMissing("data/a")),
      """
      error: stage `plot` needs `fetch`, which is not selected and lacks its output `data/a`
      hint: `pipeline --to plot` runs what it needs first
      """
    ),
  ]

  @Test(arguments: obstacles) func `an obstacle has its words`(obstacle: Obstacle, text: String) {
    #expect(obstacle.message(manifest: "Pipeline.swift").text() == text)
  }

  static let selections: [(SelectionFault, String)] = [
    (
      .unknownStage("analisys", nearest: "analysis", stages: ["fetch", "analysis"]),
      """
      error: there is no stage `analisys`
        stages:  fetch, analysis
      hint: did you mean `analysis`?
      """
    ),
    (
      .unknownTarget("x", nearest: nil, stages: (1...20).map { "s\($0)" }),
      """
      error: there is no stage `x`, and no stage makes a file of that name
        stages:  s1, s2, s3, s4, s5, s6, s7, s8, s9, s10 and 10 more
      hint: `pipeline --list-stages` shows them all
      """
    ),
    (
      .outputNotStage("results/report.md", maker: "report"),
      """
      error: `results/report.md` is no stage but an output of `report`
      hint: `--to` takes outputs too; here it is `report`
      """
    ),
    (
      .noStageMatches(glob: "clean-*"),
      """
      error: no stage's name matches `clean-*`
      hint: `pipeline --list-stages` shows them all
      """
    ),
    (
      .nothingInCommon,
      """
      error: the selections have no stage in common
      hint: several `--stage` add up; `--from`, `--to` and `--downstream` leave what is in all
      """
    ),
  ]

  @Test(arguments: selections)
  func `a selection that means nothing has its words`(fault: SelectionFault, text: String) {
    #expect(fault.message.text() == text)
  }
}
