import Foundation
import Testing

/// The reasons why a stage would run now or not.
///
/// `why` writes nothing.
@Suite struct WhyTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
    try project.file("raw/a.csv", "a\n")
    try project.file("raw/b.csv", "b\n")
    try project.file("fit.sh", "cat clean raw/*.csv > fit\n")
    try declare()
  }

  private func declare(
    top: String = "10",
    clean: String = "clean",
    command: String = "cat in > clean"
  )
    throws
  {
    project.forgetStages()
    try project.stage(clean, command, in: ["in"], out: ["clean"])
    try project.stage(
      "fit",
      script: "fit.sh",
      arguments: ["--top", top, "--seed", "1"],
      in: ["clean", "raw/*.csv"],
      out: ["fit"],
      more: ["environment": [["name": "REGION"]]]
    )
    try project.stage("plot", "cat fit > plot", in: ["fit"], out: ["plot"])
  }

  /// Runs `why` and checks that it wrote nothing.
  private func why(_ arguments: String..., env: [String: String?] = [:]) throws -> Outcome {
    let before = try project.snapshot()
    let outcome = try project.start(["why"] + arguments, env: env).finish()
    #expect(try project.snapshot() == before)
    return outcome
  }

  @Test func `why explains a stage before and after its first run`() throws {
    try why("fit").expectRecorded()
    try project.run().expect(status: 0)
    try why("fit", "fit", "plot").expectRecorded()
    try why().expectRecorded()
  }

  @Test func `why follows a touched file through a chain of three stages`() throws {
    try project.run().expect(status: 0)
    try project.touch("in", at: 1_700_000_000)
    try why("plot").expectRecorded()
    try why().expectRecorded()
    // `clean` ran alone, so its new output is the reason. The answer names `clean` as its maker.
    try project.run("-q", "--to", "clean").expect(status: 0)
    try why("fit").expectRecorded()
  }

  @Test func `a touch is no reason if the stage compares contents`() throws {
    let content = ["staleness": "content"]
    project.forgetStages()
    try project.stage("copy", "cat in > out", in: ["in"], out: ["out"], more: content)
    try project.run().expect(status: 0)
    try project.touch("in", at: 1_700_000_000)
    try why("copy").expectRecorded()
    try project.start(["why", "--file", "in"]).finish().expectRecorded()
  }

  @Test func `why names a changed argument, variable and glob match`() throws {
    try project.run(env: ["REGION": "eu"]).expect(status: 0)
    try declare(top: "20")
    try project.file("raw/c.csv")
    try project.remove("raw/a.csv")
    try why("fit", env: ["REGION": "us"]).expectRecorded()
  }

  @Test func `why shows the change of a long command and of a multiline command`() throws {
    let words = (1...30).map { "word-\($0)" }.joined(separator: " ")
    try project.stage("long", "echo \(words) > long", out: ["long"])
    try project.stage("lines", "set -e\nfor i in 1 2; do\n  echo $i\ndone > lines", out: ["lines"])
    try project.run().expect(status: 0)
    try declare()
    let other = words.replacingOccurrences(of: "word-20", with: "WORD")
    try project.stage("long", "echo \(other) > long", out: ["long"])
    try project.stage(
      "lines",
      "set -e\nfor i in 1 2 3; do\n  echo $i\ndone > lines",
      out: ["lines"]
    )
    try why("l*").expectRecorded()
  }

  @Test func `why explains a renamed stage`() throws {
    try project.run().expect(status: 0)
    try declare(clean: "tidy")
    try why("tidy").expectRecorded()
    project.forgetStages()
    try project.stage("tidy", "cat in > tidy", in: ["in"], out: ["tidy"])
    try why("plot").expectRecorded(status: 2)
  }

  @Test func `why without a name explains the first stages that would run`() throws {
    project.forgetStages()
    for index in 10..<22 { try project.stage("s\(index)", "true", in: ["in"]) }
    let lines = try why().stdout.split(separator: "\n")
    #expect(
      lines[0] == "▶ s10  stale: it would run now, because" && lines[1] == "  has never run here"
    )
    #expect(lines.count == 21 && lines[20] == "… and 2 more stages that would run (-v)")
    #expect(try why("-v").stdout.split(separator: "\n").count == 24)
    let data = Data(try why("--json").rawOutput.utf8)
    let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect((object["stages"] as? [Any])?.count == 12)
  }

  @Test func `why explains a failed stage`() throws {
    try project.run().expect(status: 0)
    try declare(command: "echo no; exit 3")
    try project.run().expect(status: 1)
    try why("clean", "fit").expectRecorded()
  }

  @Test func `why explains a stage that runs now or was interrupted`() throws {
    let wait = ": > started; while [ ! -s go ]; do sleep 0.02; done"
    try project.stage("wait", wait, in: ["in"])
    let running = try project.start(["wait"])
    try running.wait(forFile: "started")
    try why("wait").expectRecorded()
    running.signal(SIGKILL)
    _ = try running.finish()
    try why("wait").expectRecorded()
  }

  @Test func `why explains damaged records`() throws {
    try project.run().expect(status: 0)
    let path = project.path(".pipeline/state")
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes[bytes.count - 1] ^= 0xFF
    try bytes.write(to: URL(fileURLWithPath: path))
    try why("fit", "plot").expectRecorded()
  }

  @Test func `why explains an upstream stage that shares no file`() throws {
    try project.stage("ask", "true", in: ["in"])
    try project.stage("tell", "true", in: ["raw/a.csv"], up: ["ask"])
    try project.run().expect(status: 0)
    try project.touch("in", at: 1_700_000_000)
    try why("tell").expectRecorded()
    try project.run("-q", "--stage", "ask").expect(status: 0)
    try why("tell").expectRecorded()
  }

  @Test func `an output selects its maker, and an unknown name suggests the nearest one`() throws {
    try project.run().expect(status: 0)
    #expect(try why("plot").stdout == why("plot", "plot").stdout)
    try project.stage("draw", "cat fit > picture", in: ["fit"], out: ["picture"])
    let answer = try project.start(["why", "picture"]).finish().stdout
    #expect(answer.hasPrefix("▶ draw  stale"))
    try why("plit").expectRecorded(status: 2)
    #expect(try why("pictur").stderr.hasSuffix("hint: did you mean `picture`?\n"))
    try why("fit", "--file", "fit").expectRecorded(status: 2)
  }

  @Test func `why prints its answer as JSON`() throws {
    try project.run().expect(status: 0)
    try project.touch("in", at: 5)
    let text = try why("plot", "--json").rawOutput
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    )
    #expect(object["pipeline"] as? String == "p" && object["file"] is NSNull)
    let stage = try #require((object["stages"] as? [[String: Any]])?.first)
    #expect(stage["stage"] as? String == "plot" && stage["state"] as? String == "may_run")
    #expect(stage["depends_on"] as? [String] == ["fit"])
    #expect(stage["compared_by"] as? String == "time")
    #expect((stage["record"] as? [String: Any])?["inputs"] as? Int == 1)
    let chain = try #require(stage["chain"] as? [[String: Any]])
    #expect(chain.map { $0["stage"] as? String } == ["plot", "fit", "clean"])
    #expect(chain[0]["upstream"] as? String == "fit" && chain[0]["reads"] as? [String] == ["fit"])
    let reasons = try #require(chain[2]["reasons"] as? [[String: Any]])
    #expect(reasons.map { $0["kind"] as? String } == ["input_changed"])
  }
}
