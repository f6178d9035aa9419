import Foundation
import Testing

/// What a manifest in Swift can have wrong: told with its own file and line.
@Suite(.enabled(if: Tool.hasCompiler, "there is no Swift compiler on PATH"))
struct SwiftManifestFaultTests {
  let project: Project

  init() throws {
    project = try Project()
  }

  @Test func `faults have the manifest's own lines, and come all at once`() throws {
    try project.manifest(
      swift: """
          Stage("a") {
            Command("cat \\(input: "c.o") > \\(output: "a.o")")
          }
          Stage("b") {
            Command("cat \\(input: "a.o") > \\(output: "c.o")")
          }
          Stage("A") {
            Upstream("bb")
            Script("")
            Outputs("../x", "Pipeline.swift")
            Timeout(seconds: -1)
          }
          Stage("late") {
            Command("true")
            Timeout(seconds: .infinity)
          }
          Stage("later") {
            Command("true")
            Timeout(seconds: .nan)
          }
        """
    )
    try project.run().expect(
      stderr: """
        error: stages wait for each other: `a → b → a`
          a:         reads c.o, made by `b`
          b:         reads a.o, made by `a`
          declared:  Pipeline.swift:3, Pipeline.swift:6
        hint: remove one of these files from the inputs of the stage that reads it

        error: stages `a` and `A` differ only in case
          declared:  Pipeline.swift:9
          first:     Pipeline.swift:3
        hint: rename one of them

        error: stage `A` waits for `bb`, and there is no such stage
          declared:  Pipeline.swift:10
          nearest:   b
        hint: did you mean `b`?

        error: stage `A` has a script or a command without text
          declared:  Pipeline.swift:11

        error: stage `A` has an output outside the root
          output:    ../x
          declared:  Pipeline.swift:12
        hint: name a path in the root; a folder of the root may be a link to another disk

        error: stage `A` has an output that is, or holds, the manifest
          output:    Pipeline.swift
          declared:  Pipeline.swift:12
        hint: write to another path

        error: stage `A` has a timeout that is not positive and finite
          timeout:   -SECONDS
          declared:  Pipeline.swift:13
        hint: write `Timeout(minutes: 10)`, or `Timeout.never` for no limit

        error: stage `late` has a timeout that is not positive and finite
          timeout:   inf s
          declared:  Pipeline.swift:17
        hint: write `Timeout(minutes: 10)`, or `Timeout.never` for no limit

        error: stage `later` has a timeout that is not positive and finite
          timeout:   nan s
          declared:  Pipeline.swift:21
        hint: write `Timeout(minutes: 10)`, or `Timeout.never` for no limit

        9 faults; nothing was run
        """,
      status: 2
    )
    #expect(try project.snapshot().keys.sorted() == [".", "Pipeline.swift"])
  }

  @Test func `what is wrong with the clauses for many stages is told all at once`() throws {
    try project.manifest(
      swift: """
          Jobs(0)
          Limits(["database": 2])
          Stage("a") {
            Command("touch ran")
            Resources(memory: .gigabytes(-1), ["cores": 2, "cores": 3])
            Retry(0, delay: .seconds(-1), on: [.exit(0)])
            Exclusive("database")
          }
        """
    )
    try project.run().expect(
      stderr: """
        error: the pipeline has a number of jobs that is not from 1 to a million
          jobs:      0
          declared:  Pipeline.swift:3
        hint: leave `Jobs` out for as many as the machine has cores

        error: stage `a` takes an amount of memory that is not whole bytes, from 1 B to 1000 TB
          memory:    -1000000000 B
          declared:  Pipeline.swift:7
        hint: write `memory: .gigabytes(8)`, in JSON `"memory": "8GB"`

        error: stage `a` takes `cores` twice
          declared:  Pipeline.swift:7
          first:     Pipeline.swift:7
        hint: remove one of the two

        error: stage `a` has a retry count that is not from 1 to 1000
          count:     0
          declared:  Pipeline.swift:8
        hint: it counts the attempts after the first; for none leave `Retry` out, or write `Retry.never`

        error: stage `a` has a retry delay that is negative, or longer than a century
          delay:     -SECONDS
          declared:  Pipeline.swift:8
        hint: write `delay: .seconds(5)`; with 0 there is no wait

        error: stage `a` has a retry on an exit status that is not from 1 to 255
          exit:      0
          declared:  Pipeline.swift:8
        hint: a script that fails ends with one of these; 0 is no failure

        error: stage `a` declares `database` as exclusive, and the pipeline has another limit than 1
          declared:  Pipeline.swift:9
          limit:     2, declared in Pipeline.swift:4
        hint: remove the limit, or take a part of it: `Resources(["database": 1])`

        7 faults; nothing was run
        """,
      status: 2
    )
    #expect(!project.exists("ran"))
  }

  @Test func `what the compiler says names the manifest's own file and line`() throws {
    try project.manifest(swift: "  Stag(\"a\") { Command(\"true\") }")
    let outcome = try project.run().expect(status: 2)
    #expect(outcome.stderr.contains("Pipeline.swift:3:3: error: cannot find 'Stag' in scope"))
    #expect(try project.snapshot().keys.sorted() == [".", "Pipeline.swift"])
  }

  @Test func `a manifest that traps is told, not obeyed`() throws {
    try project.file(
      "Pipeline.swift",
      """
      import PipelineDescription
      let numbers: [Int] = []
      let pipeline = Pipeline("p") { Stage("a\\(numbers[0])") { Command("touch ran") } }
      """
    )
    let outcome = try project.run().expect(status: 2)
    #expect(outcome.stderr.contains("Pipeline.swift"))
    #expect(!project.exists("ran"))
  }
}
