import Testing

/// Faults of a manifest: found before anything runs, all at once, each with its place and a hint.
@Suite struct ManifestFaultTests {
  let project: Project

  init() throws {
    project = try Project()
  }

  @Test func `a cycle of files is shown whole`() throws {
    try project.stage("a", "cat c.o > a.o", in: ["c.o"], out: ["a.o"])
    try project.stage("b", "cat a.o > b.o", in: ["a.o"], out: ["b.o"])
    try project.stage("c", "cat b.o > c.o", in: ["b.o"], out: ["c.o"])
    try project.runUntouched().expect(
      stderr: """
        error: stages wait for each other: `a → c → b → a`
          a:         reads c.o, made by `c`
          c:         reads b.o, made by `b`
          b:         reads a.o, made by `a`
          declared:  pipeline.json:2, pipeline.json:4, pipeline.json:3
        hint: remove one of these files from the inputs of the stage that reads it
        """,
      status: 2
    )
  }

  @Test func `a cycle of a file and a name is shown whole`() throws {
    try project.stage("a", "touch f", out: ["f"], up: ["b"])
    try project.stage("b", "touch g", in: ["f"], out: ["g"])
    try project.runUntouched().expect(
      stderr: """
        error: stages wait for each other: `a → b → a`
          a:         names `b` as upstream
          b:         reads f, made by `a`
          declared:  pipeline.json:2, pipeline.json:3
        hint: remove a name from `Upstream`, or a file that is read too early
        """,
      status: 2
    )
  }

  @Test func `a stage cannot wait for itself`() throws {
    try project.stage("a", "touch f", out: ["f"], up: ["a"])
    try project.runUntouched().expect(
      stderr: """
        error: stage `a` waits for itself
          a:         names `a` as upstream
          declared:  pipeline.json:2
        hint: remove a name from `Upstream`, or a file that is read too early
        """,
      status: 2
    )
  }

  @Test func `names are unique, whatever their case`() throws {
    try project.stage("a", "true")
    try project.stage("b", "true")
    try project.stage("A", "true")
    try project.stage("b", "true")
    try project.runUntouched().expect(
      stderr: """
        error: stages `a` and `A` differ only in case
          declared:  pipeline.json:4
          first:     pipeline.json:2
        hint: rename one of them

        error: two stages are called `b`
          declared:  pipeline.json:5
          first:     pipeline.json:3
        hint: rename one of them

        2 faults; nothing was run
        """,
      status: 2
    )
  }

  @Test func `an unknown upstream gets the nearest name`() throws {
    try project.stage("fetch", "true")
    try project.stage("b", "true", up: ["fecth"])
    try project.stage("c", "true", up: ["something-else"])
    try project.runUntouched().expect(
      stderr: """
        error: stage `b` waits for `fecth`, and there is no such stage
          declared:  pipeline.json:3
          nearest:   fetch
        hint: did you mean `fetch`?

        error: stage `c` waits for `something-else`, and there is no such stage
          declared:  pipeline.json:4
        hint: declare the stage, or remove the name from `Upstream`

        2 faults; nothing was run
        """,
      status: 2
    )
  }

  @Test func `a stage does something`() throws {
    try project.stage("nothing")
    try project.stage("empty", "")
    try project.stage("blank", "  \n ")
    try project.stage("no-path", script: "")
    try project.runUntouched().expect(
      stderr: """
        error: stage `nothing` has neither a script nor a command
          declared:  pipeline.json:2
        hint: add a `Script(…)` or a `Command(…)`

        error: stage `empty` has a script or a command without text
          declared:  pipeline.json:3

        error: stage `blank` has a script or a command without text
          declared:  pipeline.json:4

        error: stage `no-path` has a script or a command without text
          declared:  pipeline.json:5

        4 faults; nothing was run
        """,
      status: 2
    )
  }

  @Test func `names are plain`() throws {
    let long = String(repeating: "x", count: 101)
    let names = ["-rf", "..", "a/b", "é", long, "", "a b", "a\u{202E}b"]
    for name in names { try project.stage(name, "true") }
    try project.runUntouched().expect(
      stderr: """
        error: `-rf` cannot be the name of a stage
          declared:  pipeline.json:2
        hint: use 1 to 100 letters, digits, `.`, `_` and `-`, the first no `-` and no `.`

        error: `..` cannot be the name of a stage
          declared:  pipeline.json:3
        hint: use 1 to 100 letters, digits, `.`, `_` and `-`, the first no `-` and no `.`

        error: `a/b` cannot be the name of a stage
          declared:  pipeline.json:4
        hint: use 1 to 100 letters, digits, `.`, `_` and `-`, the first no `-` and no `.`

        error: `é` cannot be the name of a stage
          declared:  pipeline.json:5
        hint: use 1 to 100 letters, digits, `.`, `_` and `-`, the first no `-` and no `.`

        error: `\(long)` cannot be the name of a stage
          declared:  pipeline.json:6
        hint: use 1 to 100 letters, digits, `.`, `_` and `-`, the first no `-` and no `.`

        error: a stage has no name
          declared:  pipeline.json:7
        hint: use 1 to 100 letters, digits, `.`, `_` and `-`, the first no `-` and no `.`

        error: `a b` cannot be the name of a stage
          declared:  pipeline.json:8
        hint: use 1 to 100 letters, digits, `.`, `_` and `-`, the first no `-` and no `.`

        error: `a\\u{202e}b` cannot be the name of a stage
          declared:  pipeline.json:9
        hint: use 1 to 100 letters, digits, `.`, `_` and `-`, the first no `-` and no `.`

        8 faults; nothing was run
        """,
      status: 2
    )
  }

  @Test func `a timeout is positive and finite`() throws {
    try project.stage("zero", "true", more: ["timeout": 0])
    try project.stage("negative", "true", more: ["timeout": -1])
    try project.runUntouched().expect(
      stderr: """
        error: stage `zero` has a timeout that is not positive and finite
          timeout:   SECONDS
          declared:  pipeline.json:2
        hint: write `Timeout(minutes: 10)`, or `Timeout.never` for no limit

        error: stage `negative` has a timeout that is not positive and finite
          timeout:   -SECONDS
          declared:  pipeline.json:3
        hint: write `Timeout(minutes: 10)`, or `Timeout.never` for no limit

        2 faults; nothing was run
        """,
      status: 2
    )
    project.forgetStages()
    try project.stage("text", "true", more: ["timeout": "10min"])
    try project.runUntouched().expect(
      stderr: """
        error: `stages[0].timeout` must be a number of seconds, "never", or an object with \
        `seconds`, `minutes` or `hours`
          found:     "10min"
          declared:  pipeline.json:2
        """,
      status: 2
    )
  }

  @Test func `a timeout that no clock reaches is refused or waited for, never a trap`() throws {
    for number in ["1e308", "1e400", "-1e308", "1e18"] {
      try project.manifest(
        json: """
          {"name": "p", "stages": [
          {"name": "a", "scripts": [{"command": "true"}], "timeout": \(number)}
          ]}
          """
      )
      let status = try project.run().status
      #expect([0, 2].contains(status), "timeout \(number): \(status)")
    }
  }

  @Test func `a pipeline has stages`() throws {
    try project.manifest(json: "{\"name\": \"p\", \"stages\": []}\n")
    try project.runUntouched().expect(
      stderr: """
        error: the pipeline has no stages
          declared:  pipeline.json:1
        hint: declare one: `Stage("name") { Command("…") }`
        """,
      status: 2
    )
  }
}
