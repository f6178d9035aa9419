import PipelineLoading
import PipelinePlanning
import PipelineReporting
import RecordedTexts
import Testing

struct ManifestMessageTests {
  static let texts: [String] = [
    #"{"name": "p", "timeout": 5, "timeout": 500}"#,
    "{\"name\": \"p\",\n\"timout\": 5}",
    "{\"name\": \"p\",\n\"stages\": [{\"name\": \"s\", \"timeout\": \"10min\"}]}",
    "{\"name\": \"p\",\n \"stages\": [],}",
    "{\"name\": \"p\", \"stages\": [{\"name\": \"s\", \"externals\": [{}, 1]}]}",
    "[\u{200B}]",
  ]

  @Test func `faults of a JSON manifest`() throws {
    let messages = try Self.texts.flatMap { text in
      let fault = #expect(throws: ManifestFault.self) { try ManifestJSON.pipeline(of: text) }
      return try #require(fault).messages
    }
    expectRecorded(messages.map { $0.text() }.joined(separator: "\n\n"))
  }

  static let faults: [ManifestFault] = [
    ManifestFault.notFound(lookedIn: ["/a/b", "/a", "/"]),
    .compilation(path: "P.swift", diagnostics: "P.swift:1:1: error: no\n1 | x\n"),
    .noPipeline(
      path: "P.swift",
      diagnostics: "/x/E.swift:7:1: error: cannot find 'pipeline' in scope\n7 | x\n"
    ),
    .notAFile(path: "P.swift", kind: .pipe),
  ]

  @Test func `faults of a manifest`() {
    expectRecorded(Self.faults.flatMap(\.messages).map { $0.text() }.joined(separator: "\n\n"))
  }

  @Test func `facts are aligned, and so are the lines of their values`() {
    let message = Message(
      "stage `plot` reads a file that is not there",
      facts: [("input", "a.csv"), ("declared", "P.swift:31"), ("nearest", "b.csv\nc.csv")],
      hint: "add a stage"
    )
    expectRecorded(message.text(severity: .warning))
  }
}
