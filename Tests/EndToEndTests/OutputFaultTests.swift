import Testing

/// What an output must not be; one fault or many, found before anything runs.
@Suite struct OutputFaultTests {
  let project: Project

  init() throws {
    project = try Project()
  }

  @Test func `a stage cannot read its own output`() throws {
    try project.file("x")
    try project.stage("a", "echo >> x", in: ["x"], out: ["./x"])
    try project.runUntouched().expect(
      stderr: """
        error: stage `a` has a path both as input and as output
          output:    ./x
          declared:  pipeline.json:2
          input:     pipeline.json:2
        hint: write to another path: a stage that changes its own input is never up to date
        """,
      status: 2
    )
  }

  @Test func `an output has one maker, however it is spelled`() throws {
    try project.folder("d")
    try project.stage("a", "touch o", out: ["o"])
    try project.stage("b", "touch o", out: ["./d/..//o"])
    try project.runUntouched().expect(
      stderr: """
        error: stages `a` and `b` both write an output
          output:    ./d/..//o
          declared:  pipeline.json:3
          first:     pipeline.json:2, as o
        hint: give each an output of its own, or make the two stages one
        """,
      status: 2
    )
  }

  @Test func `an output has one maker, also through a link`() throws {
    try project.folder("e")
    try project.link("d", to: "e")
    try project.stage("a", "touch d/o", out: ["d/o"])
    try project.stage("b", "touch e/o", out: ["e/o"])
    try project.runUntouched().expect(
      stderr: """
        error: stages `a` and `b` both write an output
          output:    e/o
          declared:  pipeline.json:3
          first:     pipeline.json:2, as d/o
        hint: give each an output of its own, or make the two stages one
        """,
      status: 2
    )
  }

  @Test func `an output cannot lie in the output folder of another stage`() throws {
    try project.stage("a", "mkdir d", out: ["d/"])
    try project.stage("b", "touch d/x", out: ["d/x"])
    try project.runUntouched().expect(
      stderr: """
        error: stage `b` has an output inside the output folder of `a`
          output:    d/x
          declared:  pipeline.json:3
          folder:    d/, declared in pipeline.json:2
        hint: write to a folder that is no output of another stage
        """,
      status: 2
    )
  }

  @Test func `what an output must not be, all at once`() throws {
    try project.file("x.sh", "echo hi")
    try project.stage("manifest-itself", "true", out: ["pipeline.json"])
    try project.stage("state", "true", out: [".pipeline/log.jsonl"])
    try project.stage("script", script: "x.sh", out: ["./x.sh"])
    try project.stage("above", "true", out: ["../x"])
    try project.stage("absolute", "true", out: ["/tmp/x"])
    try project.stage("deep", "true", out: ["a/../../x"])
    try project.stage("glob", "true", out: ["out/*.csv"])
    try project.stage("root", "true", out: ["."])
    try project.runUntouched().expect(
      stderr: """
        error: stage `manifest-itself` has an output that is, or holds, the manifest
          output:    pipeline.json
          declared:  pipeline.json:2
        hint: write to another path

        error: stage `state` has an output that is in `.pipeline`, or holds it
          output:    .pipeline/log.jsonl
          declared:  pipeline.json:3
        hint: write to another path: `.pipeline` is where the runner keeps its own files

        error: stage `script` has an output that is, or holds, its own script
          output:    ./x.sh
          script:    x.sh
          declared:  pipeline.json:4
        hint: write to another path

        error: stage `above` has an output outside the root
          output:    ../x
          declared:  pipeline.json:5
        hint: name a path in the root; a folder of the root may be a link to another disk

        error: stage `absolute` has an output outside the root
          output:    /tmp/x
          declared:  pipeline.json:6
        hint: name a path in the root; a folder of the root may be a link to another disk

        error: stage `deep` has an output outside the root
          output:    a/../../x
          declared:  pipeline.json:7
        hint: name a path in the root; a folder of the root may be a link to another disk

        error: stage `glob` has a glob as output
          output:    out/*.csv
          declared:  pipeline.json:8
        hint: name each file, or the folder with a slash at its end

        error: stage `root` has the root itself as output
          output:    .
          declared:  pipeline.json:9
        hint: name a folder in it

        8 faults; nothing was run
        """,
      status: 2
    )
  }
}
