import Foundation
import Testing

@testable import PipelineReporting

/// Hints name clauses in the words of the manifest's language.
struct ManifestLanguageTests {
  @Test(arguments: [
    ("Timeout(seconds: 2)", #""timeout": {"seconds": 2}"#),
    ("Timeout.never", #""timeout": "never""#),
    ("Timeout(idle: .minutes(10))", #""timeout": {"idle": 600}"#),
    ("Retry.never", #""retry": "never""#),
    ("Retry(3, delay: .seconds(5))", #""retry": {"count": 3, "delay": 5}"#),
    ("Staleness(.content)", #""staleness": "content""#),
    ("OnFailure(.restore)", #""on_failure": "restore""#),
    ("Resources(memory: .gigabytes(8))", #""resources": {"memory": "8GB"}"#),
    ("Resources(cores: 2)", #""resources": {"cores": 2}"#),
    (#"Resources(["gpu": 1])"#, #""resources": {"gpu": 1}"#),
    (#"Limits(["gpu": 1])"#, #""limits": {"gpu": 1}"#),
    ("External(file: …)", #""externals": [{"file": "…"}]"#),
    ("Inputs(…)", #""inputs": ["…"]"#),
    (#"Ignore("a, b", "c")"#, #""ignore": ["a, b", "c"]"#),
    ("Exclusive", #""exclusive""#),
    ("Jobs", #""jobs""#),
    ("Script(…)", #"{"script": "…"}"#),
    ("Command(\"…\")", #"{"command": "…"}"#),
    ("memory: .gigabytes(8)", #""memory": "8GB""#),
    ("interpreter: \"…\"", #""interpreter": "…""#),
    ("upTo: .minutes(5)", #""up_to": 300"#),
    (#".input("in.csv")"#, #"{"input": "in.csv"}"#),
    (".mayBeEmpty", #""may_be_empty": true"#),
    (
      #"Stage("name") { Command("…") }"#, #"{"name": "name", "scripts": [{"command": "…"}]}"#
    ),
  ])
  func `a clause has a JSON form`(swift: String, json: String) throws {
    #expect(ManifestLanguage.json(swift) == json)
    #expect(ManifestLanguage.json.translated("write `\(swift)`") == "write `\(json)`")
    let text = json.hasPrefix("{") || !json.contains(":") ? "[\(json)]" : "{\(json)}"
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(text.utf8)) }
  }

  @Test(arguments: [
    "pipeline --to a", "chmod +x 'a b'", "touch a.csv", "export PIPELINE_JOBS=4", "./a", "results/",
    "#!/usr/bin/env python3", "", "n = 5", "Context.files(\"a\")", "--resource gpu=1",
    "LONG", "Data", ".pipeline", ".venv", "HOME.bak", "note: x",
  ])
  func `other texts stay as they are`(text: String) {
    #expect(ManifestLanguage.json(text) == nil)
    #expect(ManifestLanguage.json.translated("`\(text)`") == "`\(text)`")
  }

  @Test func `a suggested name and the hints of a Swift manifest stay as they are`() {
    #expect(ManifestLanguage.json.translated("did you mean `Jobs`?") == "did you mean `Jobs`?")
    #expect(ManifestLanguage.swift.translated("write `Jobs`") == "write `Jobs`")
    #expect(ManifestLanguage(manifest: "a/pipeline.json") == .json)
    #expect(ManifestLanguage(manifest: "Pipeline.swift") == .swift)
  }

  @Test func `every hint is translated where it is printed`() {
    let style = Style(hasColor: false, isUnicode: true, language: .json)
    let message = Message("m", hint: "raise it with `Timeout(minutes: 20)`")
    #expect(
      message.text(style: style)
        == "error: m\nhint: raise it with `\"timeout\": {\"minutes\": 20}`"
    )
  }
}
