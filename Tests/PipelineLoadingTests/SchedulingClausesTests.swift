import PipelineDescription
import PipelineLoading
import PipelinePlanning
import Testing

/// `retry`, `resources`, `exclusive`, `priority`, `jobs` and `limits` as JSON.
struct SchedulingClausesTests {
  @Test func `short forms decode to the same clauses as long forms`() throws {
    let short = #"""
      {"name": "p", "jobs": 4, "limits": {"cores": 8, "memory": "64GB", "api": 3}, "retry": 2,
       "stages": [{"name": "s", "retry": {"count": 3, "delay": 5, "factor": 2, "up_to": {"minutes": 5},
       "jitter": 0.2, "on": [{"exit": 75}, {"signal": 9}, "timeout", "missing_output"]},
       "resources": {"cores": 2, "memory": "1.5 GiB", "gpu": 1}, "exclusive": ["database"],
       "priority": 10},
      {"name": "t", "retry": {"count": 1, "delay": {"seconds": 0.5}}, "resources": {"memory": 2000},
       "exclusive": [{"name": "x"}], "priority": {"value": -1}},
      {"name": "u", "retry": "never", "resources": [{"name": "line", "amount": 1}]}]}
      """#
    let pipeline = Pipeline("p", line: 1) {
      Jobs(4, line: 1)
      Limits(cores: 8, memory: .gigabytes(64), ["api": 3], line: 1)
      Retry(2, line: 1)
      Stage("s", line: 2) {
        Retry(
          3,
          delay: .seconds(5),
          factor: 2,
          upTo: .minutes(5),
          jitter: 0.2,
          on: [.exit(75), .signal(9), .timeout, .missingOutput],
          line: 2
        )
        Resources(cores: 2, memory: .gibibytes(1.5), ["gpu": 1], line: 4)
        Exclusive("database", line: 4)
        Priority(10, line: 5)
      }
      Stage("t", line: 6) {
        Retry(1, delay: .seconds(0.5), line: 6)
        Resources(memory: MemorySize(bytes: 2000), line: 6)
        Exclusive("x", line: 7)
        Priority(-1, line: 7)
      }
      Stage("u", line: 8) {
        Retry.never
        Resources(["line": 1], line: 8)
      }
    }
    #expect(try decode(short).whole == pipeline.whole)
  }

  @Test func `numbers that JSON cannot express are kept for the check`() throws {
    let pipeline = Pipeline("p", line: 1) {
      Retry(
        count: 3,
        delay: .infinity,
        factor: .nan,
        longestDelay: -.infinity,
        place: Place(#fileID, 2)
      )
      Limits(memory: .gigabytes(.nan), line: 3)
    }
    var writer = JSONWriter()
    pipeline.write(to: &writer, lines: true)
    let back = try decode(writer.text, hasLines: true)
    #expect(back.retry?.delay == .infinity)
    #expect(back.retry?.factor.isNaN == true)
    #expect(back.retry?.longestDelay == -.infinity)
    #expect(back.limits.first?.amount.isNaN == true)
  }

  @Test func `a duplicate name is kept for the check`() throws {
    let pipeline = Pipeline("p", line: 1) {
      Stage("s", line: 2) { Resources(cores: 2, ["cores": 3], line: 3) }
    }
    for hasLines in [true, false] {
      var writer = JSONWriter()
      pipeline.write(to: &writer, lines: hasLines)
      let back = try decode(writer.text, hasLines: hasLines)
      #expect(back.stages[0].resources.map(\.name) == ["cores", "cores"])
      #expect(back.stages[0].resources.map(\.amount) == [2, 3])
    }
  }

  @Test(
    arguments: [
      (#""retry": "3""#, .wrongType(expected: .retry, found: .text("3")), "retry"),
      (#""retry": 1.5"#, .wrongType(expected: .wholeNumber, found: .number("1.5")), "retry"),
      (#""retry": {"delay": 5}"#, .missingKey("count"), "retry"),
      (#""retry": {"count": 1, "upto": 5}"#, .unknownKey(nearest: "up_to"), "retry.upto"),
      (
        #""retry": {"count": 1, "delay": "5s"}"#,
        .wrongType(expected: .delay, found: .text("5s")), "retry.delay"
      ),
      (
        #""retry": {"count": 1, "delay": "never"}"#,
        .wrongType(expected: .delay, found: .text("never")), "retry.delay"
      ),
      (
        #""retry": {"count": 1, "delay": {"minutes": "5"}}"#,
        .wrongType(expected: .number, found: .text("5")), "retry.delay.minutes"
      ),
      (
        #""retry": {"count": 1, "jitter": "20%"}"#,
        .wrongType(expected: .number, found: .text("20%")), "retry.jitter"
      ),
      (
        #""retry": {"count": 1, "on": "timeout"}"#,
        .wrongType(expected: .list, found: .text("timeout")), "retry.on"
      ),
      (
        #""retry": {"count": 1, "on": ["timout"]}"#,
        .wrongType(expected: .failure, found: .text("timout")), "retry.on[0]"
      ),
      (
        #""retry": {"count": 1, "on": [{"exit": 1, "signal": 9}]}"#,
        .conflictingKeys("exit", "signal"), "retry.on[0]"
      ),
      (#""jobs": "4""#, .wrongType(expected: .wholeNumber, found: .text("4")), "jobs"),
      (#""jobs": {}"#, .missingKey("count"), "jobs"),
      (#""job": 4"#, .unknownKey(nearest: "jobs"), "job"),
      (#""limits": 3"#, .wrongType(expected: .amounts, found: .number("3")), "limits"),
      (
        #""limits": {"api": "3"}"#, .wrongType(expected: .wholeNumber, found: .text("3")),
        "limits.api"
      ),
      (
        #""limits": {"memory": "8"}"#, .wrongType(expected: .memory, found: .text("8")),
        "limits.memory"
      ),
      (
        #""limits": {"memory": "8G"}"#, .wrongType(expected: .memory, found: .text("8G")),
        "limits.memory"
      ),
      (#""limits": [{"name": "api"}]"#, .missingKey("amount"), "limits[0]"),
      (#""limits": ["api"]"#, .wrongType(expected: .object, found: .text("api")), "limits[0]"),
      (#""resources": {}"#, .unknownKey(nearest: nil), "resources"),
    ] as [(String, ManifestContentFault.Kind, String)]
  )
  func `the decoder reports a fault with its path`(
    clause: String,
    kind: ManifestContentFault.Kind,
    path: String
  ) {
    let fault = ManifestContentFault(kind, path: path, line: 1)
    #expect(throws: ManifestContentFaults(all: [fault])) {
      try decode("{\"name\": \"p\", \"stages\": [], \(clause)}")
    }
  }

  private func decode(_ text: String, hasLines: Bool = false) throws -> Pipeline {
    try PipelineDecoder.decode(JSONParser.parse(Array(text.utf8)), hasLines: hasLines)
  }
}
