import Foundation
import Testing

/// What must be there before the first script starts: external things, upstream stages, files.
@Suite struct StartCheckTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
  }

  @Test func `all that is missing is listed, and nothing runs`() throws {
    let externals = [
      ["folder": "no-folder"], ["file": "no-file"], ["program": "no-program"],
      ["variable": "NO_VARIABLE"],
    ]
    try project.file("data/clean-2025.csv", "x")
    try project.stage("ready", "touch ran", in: ["in"])
    try project.stage("needs", "true", in: ["in"], more: ["externals": externals])
    try project.stage("plot", "true", in: ["data/clean-2026.csv", "more/", "none/*.csv"])
    try project.stage("make", "true", in: ["in"], out: ["made.csv"])
    try project.stage("reads", "true", in: ["maed.csv"])
    try project.run().expect(
      stderr: """
        error: stage `needs` needs a folder that is not there
          folder:    no-folder
          declared:  pipeline.json:3
        hint: create it, or correct the path in `External`

        error: stage `needs` needs a file that is not there
          file:      no-file
          declared:  pipeline.json:3
        hint: create it, or correct the path in `External`

        error: stage `needs` needs a program that is not on PATH
          program:   no-program
          declared:  pipeline.json:3
        hint: install it, or add its folder to PATH

        error: stage `needs` needs a variable that is not set
          variable:  NO_VARIABLE
          declared:  pipeline.json:3
        hint: `export NO_VARIABLE=…` before the run

        error: stage `plot` reads a file that is not there and that no stage makes
          input:     data/clean-2026.csv
          declared:  pipeline.json:4
          nearest:   data/clean-2025.csv
        hint: add a stage with output `data/clean-2026.csv`, or create the file

        error: stage `plot` reads a folder that is not there and that no stage makes
          input:     more/
          declared:  pipeline.json:4
        hint: add a stage with output `more/`, or create the folder

        error: stage `plot` reads a glob that matches no file and that no stage makes
          input:     none/*.csv
          declared:  pipeline.json:4
        hint: correct the glob, or create a file that it matches; a wildcard takes no leading dot

        error: stage `reads` reads a file that is not there and that no stage makes
          input:     maed.csv
          declared:  pipeline.json:6
          nearest:   made.csv, made by `make`
        hint: add a stage with output `maed.csv`, or create the file

        8 faults; nothing was run
        """,
      status: 3
    )
    #expect(!project.exists("ran"))
  }

  @Test func `what is there suffices, wherever it is`() throws {
    let externals = [
      ["folder": "."], ["file": "~/secret"], ["program": "sh"], ["variable": "HERE"],
    ]
    try project.file("\(project.home)/secret", "x")
    try project.stage(
      "needs",
      "cat ~/secret > out",
      in: ["~/secret"],
      out: ["out"],
      more: ["externals": externals]
    )
    try project.run(env: ["HERE": "1"]).expect(status: 0)
    try project.touch("\(project.home)/secret", at: 3)
    let plan = try project.run("-n", env: ["HERE": "1"])
    #expect(
      plan.stageLines.first == "▶ needs  input BASE/home/secret changed since the last run"
        + " (TIME → TIME, an older file)"
    )
  }

  @Test func `a file that cannot be compared is no input`() throws {
    try #require(mkfifo(project.path("pipe"), 0o600) == 0)
    try project.folder("folder")
    try project.stage("fifo", "true", in: ["pipe"])
    try project.stage("device", "true", in: ["/dev/null"])
    try project.stage("folder", "true", in: ["folder"])
    try project.stage("file", "true", in: ["in/"])
    try project.run().expect(
      stderr: """
        error: stage `fifo` reads a file where a FIFO, a socket or a device stands
          input:     pipe
          declared:  pipeline.json:2
        hint: put a plain file or folder there: what is read once cannot be compared

        error: stage `device` reads a file where a FIFO, a socket or a device stands
          input:     /dev/null
          declared:  pipeline.json:3
        hint: put a plain file or folder there: what is read once cannot be compared

        error: stage `folder` reads a file where a folder stands
          input:     folder
          declared:  pipeline.json:4
        hint: name a file in it, or declare the folder with a slash at its end

        error: stage `file` reads a folder where a file stands
          input:     in/
          declared:  pipeline.json:5
        hint: declare the file without a slash at its end, or put a folder there

        4 faults; nothing was run
        """,
      status: 3
    )
  }

  @Test func `a glob that matches nothing cannot start, and one that a stage fills can`() throws {
    try project.stage("use", "cat p/* > out", in: ["p/*"], out: ["out"], up: ["make"])
    try project.stage("make", "echo 1 > p/1; echo 2 > p/2", in: ["in"], out: ["p/"])
    try project.run().expect(
      """
      p · 2 stages · 2 to run
      ▶ make  output p is missing
        echo 1 > p/1; echo 2 > p/2
      ✓ make  SECONDS
      ▶ use   output out is missing
        cat p/* > out
      ✓ use   SECONDS
      ✓ done in SECONDS · 2 ran
      """
    )
    #expect(try project.read("out") == "1\n2\n")
    try project.run("--check").expect()
    project.forgetStages()
    try project.stage("a", "true", in: ["data/*.csv"])
    try project.run().expect(
      stderr: """
        error: stage `a` reads a glob that matches no file and that no stage makes
          input:     data/*.csv
          declared:  pipeline.json:2
        hint: correct the glob, or create a file that it matches; a wildcard takes no leading dot
        """,
      status: 3
    )
  }

  @Test(.disabled(if: Tool.isRoot, "root may write everywhere"))
  func `a folder that may not be written is told, and nothing counts as done`() throws {
    try project.folder("locked")
    try project.mode(0o555, "locked")
    try project.stage("a", "cat in > locked/out", in: ["in"], out: ["locked/out"])
    try project.run().expect(status: 1)
    try project.run("--check").expect(status: 1)
  }

  @Test func `a long chain is planned without recursion`() throws {
    var stages: [String] = []
    for number in 0..<5000 {
      stages.append(
        "{\"name\": \"s\(number)\", \"scripts\": [{\"command\": \"true\"}],"
          + " \"inputs\": [\"f\(number)\"], \"outputs\": [\"f\(number + 1)\"]}"
      )
    }
    try project.file("f0", "x")
    // Declared backwards, so that the order has to be found.
    let text = stages.reversed().joined(separator: ",\n")
    try project.manifest(json: "{\"name\": \"p\", \"stages\": [\n\(text)\n]}")
    let command = Command(
      ["/bin/sh", "-c", "ulimit -s 256; exec \"$0\" --check", Tool.path],
      environment: Tool.environment(home: project.home, marker: project.marker),
      folder: project.root
    )
    #expect(try command.run() >> 8 == 1)
  }
}
