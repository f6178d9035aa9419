import PipelineLoading
import PipelinePlanning
import PipelineReporting
import Testing

struct ManifestMessageTests {
  @Test(arguments: [
    (
      #"{"name": "p", "timeout": 5, "timeout": 500}"#,
      """
      error: `p.json` has the key `timeout` twice
        at:     p.json:1:29
        first:  p.json:1
      """
    ),
    (
      "{\"name\": \"p\",\n\"timout\": 5}",
      """
      error: the manifest has no `stages`
        declared:  p.json:1
      error: `timout` is no key of a manifest
        declared:  p.json:2
      hint: did you mean `timeout`?
      """
    ),
    (
      "{\"name\": \"p\",\n\"stages\": [{\"name\": \"s\", \"timeout\": \"10min\"}]}",
      """
      error: `stages[0].timeout` must be a number of seconds, "never", or an object with `seconds`, \
      `minutes` or `hours`
        found:     "10min"
        declared:  p.json:2
      """
    ),
    (
      "{\"name\": \"p\",\n \"stages\": [],}",
      """
      error: `p.json` is no JSON: a key in double quotes has to come, but `}` comes
        at:  p.json:2:15
      hint: JSON has no comma behind the last element
      """
    ),
    (
      "{\"name\": \"p\", \"stages\": [{\"name\": \"s\", \"externals\": [{}, 1]}]}",
      """
      error: `stages[0].externals[0]` has no `folder`, `file`, `program` or `variable`
        declared:  p.json:1
      error: `stages[0].externals[1]` must be an object with `folder`, `file`, `program` or `variable`
        found:     1
        declared:  p.json:1
      """
    ),
    (
      "[\u{200B}]",
      """
      error: `p.json` is no JSON: a value or `]` has to come, but U+200B comes
        at:  p.json:1:2
      """
    ),
  ])
  func `a fault of JSON is told in full`(text: String, expected: String) {
    let fault = #expect(throws: ManifestFault.self) {
      try ManifestJSON.pipeline(of: text)
    }
    #expect(fault?.messages.map { $0.text() }.joined(separator: "\n") == expected)
  }

  @Test(arguments: [
    (
      ManifestFault.notFound(lookedIn: ["/a/b", "/a", "/"]),
      """
      error: there is no `Pipeline.swift` and no `pipeline.json`
        looked in:  /a/b and its stages/, and each folder above it
      hint: `pipeline init` writes a manifest to begin with; `--manifest FILE` names one
      """
    ),
    (
      .compilation(path: "P.swift", diagnostics: "P.swift:1:1: error: no\n1 | x\n"),
      "P.swift:1:1: error: no\n1 | x\nerror: `P.swift` does not compile\n"
        + "hint: `pipeline help manifest` lists the clauses"
    ),
    (
      .noPipeline(
        path: "P.swift",
        diagnostics: "/x/E.swift:7:1: error: cannot find 'pipeline' in scope\n7 | x\n"
      ),
      """
      error: `P.swift` declares no pipeline
        compiler:  cannot find 'pipeline' in scope
      hint: it needs a global `let pipeline = Pipeline("name") { … }`
      """
    ),
    (.notAFile(path: "P.swift", kind: .pipe), "error: `P.swift` is a named pipe, not a file"),
  ])
  func `a fault of a manifest is told in full`(fault: ManifestFault, expected: String) {
    #expect(fault.messages.map { $0.text() } == [expected])
  }

  @Test func `facts are aligned, and so are the lines of their values`() {
    let message = Message(
      "stage `plot` reads a file that is not there",
      facts: [("input", "a.csv"), ("declared", "P.swift:31"), ("nearest", "b.csv\nc.csv")],
      hint: "add a stage"
    )
    #expect(
      message.text(severity: .warning) == """
        warning: stage `plot` reads a file that is not there
          input:     a.csv
          declared:  P.swift:31
          nearest:   b.csv
                     c.csv
        hint: add a stage
        """
    )
  }
}
