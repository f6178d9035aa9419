import PipelineDescription
import PipelineLoading
import PipelinePlanning
import Testing

struct PipelineDecoderTests {
  @Test(arguments: 0..<300)
  func `a pipeline written with lines is read back unchanged`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let pipeline = Pipeline.sample(using: &random)
    var writer = JSONWriter()
    pipeline.write(to: &writer, lines: true) { Pipeline.sampleFiles[Int($0)] }
    let document = try JSONParser.parse(writer.bytes)
    let files = Pipeline.sampleFiles
    #expect(try PipelineDecoder.decode(document, hasLines: true, files: files) == pipeline)
  }

  /// Finds a clause that the samples lack; no other test would notice its loss.
  @Test func `samples use every property of a pipeline and a stage`() {
    let empty = Pipeline("", place: Place(), content: PipelineContent())
    let emptyStage = Stage("", "", place: Place(), content: StageContent())
    var missing = Set(values(of: empty).keys.map { "pipeline.\($0)" })
    missing.formUnion(values(of: emptyStage).keys.map { "stage.\($0)" })
    for seed in 0..<50 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let pipeline = Pipeline.sample(using: &random)
      for (name, value) in values(of: pipeline) where value != values(of: empty)[name] {
        missing.remove("pipeline.\(name)")
      }
      for stage in pipeline.stages {
        for (name, value) in values(of: stage) where value != values(of: emptyStage)[name] {
          missing.remove("stage.\(name)")
        }
      }
    }
    #expect(missing.isEmpty)
  }

  /// The stored properties by name, as text.
  private func values(of value: Any) -> [String: String] {
    let properties = Mirror(reflecting: value).children.map { ($0.label ?? "", "\($0.value)") }
    return Dictionary(uniqueKeysWithValues: properties)
  }

  @Test(arguments: 0..<300)
  func `a pipeline written without lines decodes to the same pipeline`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let text = write(Pipeline.sample(using: &random), lines: false)
    let pipeline = try decode(text, hasLines: false)
    #expect(write(pipeline, lines: false) == text)
  }

  @Test func `limits that JSON cannot express are preserved`() throws {
    for seconds in [Double.infinity, -.infinity, .nan] {
      let pipeline = Pipeline("p", line: 1) { Timeout(seconds: seconds, line: 2) }
      let back = try decode(write(pipeline, lines: true), hasLines: true)
      #expect("\(back.timeout?.seconds ?? 0)" == "\(seconds)")
    }
  }

  @Test func `short forms decode to the same pipeline as long forms`() throws {
    let short = #"""
      {"name": "p", "timeout": {"minutes": 1.5}, "environment": ["HOME", {"name": "N", "value": 3}],
       "stages": [{"name": "s", "upstream": ["a"], "inputs": ["i", {"path": "j/", "except": ["k"]}],
       "outputs": ["o"], "timeout": 90, "externals": [{"program": "R"}],
       "scripts": ["a.py", {"script": "b.py", "arguments": ["-n", 1.50, {"input": "i2"}]}]},
      {"name": "t", "timeout": "never", "scripts": [{"command": "true"}]},
      {"name": "u", "timeout": {"hours": 2}, "scripts": [{"command": "true"}]}]}
      """#
    let pipeline = Pipeline("p", line: 1) {
      Timeout(seconds: 90, line: 1)
      Environment("HOME", line: 1)
      Environment("N", 3, line: 1)
      Stage("s", line: 2) {
        Upstream("a", line: 2)
        Inputs("i", line: 2)
        Inputs("j/", except: "k", line: 2)
        Outputs("o", line: 3)
        Timeout(seconds: 90, line: 3)
        External(program: "R", line: 3)
        Script("a.py", line: 4)
        Script("b.py", "-n", "1.50", .input("i2", line: 4), line: 4)
      }
      Stage("t", line: 5) {
        Timeout(limit: nil, place: Place(#fileID, 5))
        Command("true", line: 5)
      }
      Stage("u", line: 6) {
        Timeout(hours: 2, line: 6)
        Command("true", line: 6)
      }
    }
    #expect(try decode(short, hasLines: false).whole == pipeline.whole)
  }

  @Test(arguments: [
    (
      #"{"timout": 5, "name": "p", "stages": []}"#,
      [ManifestContentFault(.unknownKey(nearest: "timeout"), path: "timout", line: 1)]
    ),
    (
      #"{"name": "p", "line": 3, "stages": []}"#,
      [ManifestContentFault(.unknownKey(nearest: nil), path: "line", line: 1)]
    ),
    (
      "[]",
      [ManifestContentFault(.wrongType(expected: .object, found: .list), path: "", line: 1)]
    ),
    (
      "{}",
      [
        ManifestContentFault(.missingKey("name"), path: "", line: 1),
        ManifestContentFault(.missingKey("stages"), path: "", line: 1),
      ]
    ),
    (
      #"{"name": 1, "stages": null}"#,
      [
        ManifestContentFault(
          .wrongType(expected: .text, found: .number("1")),
          path: "name",
          line: 1
        ),
        ManifestContentFault(.wrongType(expected: .list, found: .null), path: "stages", line: 1),
      ]
    ),
    (
      "{\"name\": \"p\", \"stages\": [{\"name\": \"s\"},\n{\"timeout\": \"10min\"},\n\"x\"]}",
      [
        ManifestContentFault(.missingKey("name"), path: "stages[1]", line: 2),
        ManifestContentFault(
          .wrongType(expected: .timeout, found: .text("10min")),
          path: "stages[1].timeout",
          line: 2
        ),
        ManifestContentFault(
          .wrongType(expected: .object, found: .text("x")),
          path: "stages[2]",
          line: 3
        ),
      ]
    ),
    (
      #"{"name": "p", "stages": [{"name": "s", "inputs": [7, {"pth": "a"}, {"path": true}]}]}"#,
      [
        ManifestContentFault(
          .wrongType(expected: .textOrObject(key: "path"), found: .number("7")),
          path: "stages[0].inputs[0]",
          line: 1
        ),
        ManifestContentFault(.missingKey("path"), path: "stages[0].inputs[1]", line: 1),
        ManifestContentFault(
          .unknownKey(nearest: "path"),
          path: "stages[0].inputs[1].pth",
          line: 1
        ),
        ManifestContentFault(
          .wrongType(expected: .text, found: .truthValue),
          path: "stages[0].inputs[2].path",
          line: 1
        ),
      ]
    ),
    (
      #"{"name": "p", "stages": [{"name": "s", "scripts": [{"script": "a", "command": "b"}, {}]}]}"#,
      [
        ManifestContentFault(
          .conflictingKeys("script", "command"),
          path: "stages[0].scripts[0]",
          line: 1
        ),
        ManifestContentFault(
          .missingChoice(among: ["script", "command"]),
          path: "stages[0].scripts[1]",
          line: 1
        ),
      ]
    ),
    (
      #"{"name": "p", "stages": [{"name": "s", "scripts": [{"script": "a", "arguments": [[], null]}]}]}"#,
      [
        ManifestContentFault(
          .wrongType(expected: .argument, found: .list),
          path: "stages[0].scripts[0].arguments[0]",
          line: 1
        ),
        ManifestContentFault(
          .wrongType(expected: .argument, found: .null),
          path: "stages[0].scripts[0].arguments[1]",
          line: 1
        ),
      ]
    ),
  ])
  func `the decoder reports every fault with path and line`(
    text: String,
    faults: [ManifestContentFault]
  ) {
    #expect(throws: ManifestContentFaults(all: faults)) { try decode(text, hasLines: false) }
  }

  @Test func `the time to report faults grows linearly`() {
    let stages = (0..<10_000).map { "{\"name\": \"s\($0)\", \"timout\": 1}" }
    let text = "{\"name\": \"p\", \"stages\": [\(stages.joined(separator: ","))]}"
    let faults = #expect(throws: ManifestContentFaults.self) { try decode(text, hasLines: false) }
    #expect(faults?.all.count == 10_000)
    #expect(faults?.all.last?.path == "stages[9999].timout")
  }

  private func decode(_ text: String, hasLines: Bool) throws -> Pipeline {
    try PipelineDecoder.decode(JSONParser.parse(Array(text.utf8)), hasLines: hasLines)
  }

  private func write(_ pipeline: Pipeline, lines: Bool) -> String {
    var writer = JSONWriter()
    pipeline.write(to: &writer, lines: lines)
    return writer.text
  }
}
