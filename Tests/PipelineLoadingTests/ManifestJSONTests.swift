import PipelineDescription
import PipelinePlanning
import Testing

@testable import PipelineLoading

/// Reads one stage of a text without the others.
struct ManifestJSONTests {
  private func check(_ text: ManifestJSON) throws {
    let (pipeline, places) = try text.decode()
    #expect(places.count == pipeline.stages.count)
    for (index, stage) in pipeline.stages.enumerated() {
      #expect(text.stage(StageID(index), places) == stage)
    }
    let defaults = try #require(text.defaults(places))
    #expect(defaults == pipeline.withoutStages)
  }

  @Test(arguments: [
    #"{"name": "p", "stages": []}"#,
    "{\"name\": \"p\",\r\n \"stages\":\n\n[\n {\"name\": \"a\",\n \"scripts\": [{\"command\": \"x\"}]} ,\n"
      + "{\"name\": \"ü\\u00e9 \", \"scripts\": [\n{\"script\": \"s.py\", \"arguments\": [1, \"[\"]}]}\n],\n"
      + "\"timeout\": 5,\n\"environment\": [{\"name\": \"A\", \"value\": \"]\"}], \"jobs\": 3}",
    "\u{FEFF}{\"stages\": [{\"name\": \"a\", \"inputs\": [\"x\", \"y\"], \"outputs\": [\"z\"]}],"
      + "\"parameters\": {\"top\": 10},\"on_failure\": \"delete\",\"staleness\": \"content\",\"name\": \"p\"}",
  ])
  func `one stage of a JSON text equals the decoded stage`(text: String) throws {
    try check(ManifestJSON(bytes: Array(text.utf8), isAnswer: false, path: "p.json"))
  }

  @Test(arguments: 0..<50)
  func `one stage of a compiled manifest equals the decoded stage`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let pipeline = Pipeline.sample(using: &random)
    var writer = JSONWriter()
    pipeline.write(to: &writer, lines: true) { Pipeline.sampleFiles[Int($0)] }
    try check(ManifestJSON(bytes: writer.bytes, isAnswer: true, path: "Pipeline.swift"))
  }

  @Test func `files are shown in the folder of the manifest`() throws {
    let text =
      #"{"name":"p","line":3,"source":"Manifest/P.swift","stages":["#
      + #"{"name":"a","line":5,"source":"Manifest/P+b.swift","scripts":[{"command":"x","line":6}]}]}"#
    let source = ManifestJSON(bytes: Array(text.utf8), isAnswer: true, path: "stages/P.swift")
    let pipeline = try source.decode().pipeline
    #expect(pipeline.files == ["stages/P.swift", "stages/P+b.swift"])
    #expect(pipeline.place == Place(3))
    #expect(pipeline.stages.map(\.place) == [Place(5, file: 1)])
    #expect(pipeline.stages[0].steps.map(\.place) == [Place(6, file: 1)])
  }

  @Test func `a stage of a compiled manifest keeps its own lines`() throws {
    let pipeline = Pipeline("p", line: 3) {
      Timeout(.seconds(4), line: 4)
      Stage("a", "first", line: 7) { Script("a.py", .output("x", line: 8), line: 8) }
      Stage("b", line: 12) {
        Script("b.py", .input("x", line: 13), line: 13)
        Inputs("d1", "d2", line: 14)
        Inputs("e/", except: "e/f", line: 15)
        Inputs("g", line: 15)
        Command("cat \(input: "h")", line: 16)
        Staleness(.content)
      }
    }
    var writer = JSONWriter()
    pipeline.write(to: &writer, lines: true)
    try check(ManifestJSON(bytes: writer.bytes, isAnswer: true, path: "Pipeline.swift"))
  }
}
