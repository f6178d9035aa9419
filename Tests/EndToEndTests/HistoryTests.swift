import Foundation
import RecordedTexts
import Testing

/// `pipeline log` in each of its forms.
@Suite struct HistoryTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
    try project.stage("good", "printf 'one\\ntwo'; cat in > a", in: ["in"], out: ["a"])
    try project.stage("bad", "printf '\\033[2Jbroken\\n'; exit 3", in: ["a"], out: ["b"])
    try project.stage("late", "cat b > c", in: ["b"], out: ["c"])
  }

  @Test func `log lists the last runs, one run, or the attempts of a stage`() throws {
    try project.run().expect(status: 1)
    try project.run("-k").expect(status: 1)
    try project.run("log").expectRecorded()
    #expect(try project.run("log", "--last", "1").stdout.split(separator: "\n").count == 1)
    let first = try #require(try project.log("run_started").first?["run"] as? String)
    try project.run("log", first).expectRecorded()
    try project.run("log", "--stage", "b*").expectRecorded()
  }

  @Test func `log --json prints lines of the log file byte for byte`() throws {
    try project.run().expect(status: 1)
    try project.run("-k").expect(status: 1)
    try project.file("in", "2\n")
    try project.run("accept", "--reason", "right", "good").expect(status: 0)
    // A line that another program wrote, with extra spaces and an unknown event.
    let own = try project.read(".pipeline/log.jsonl")
    let runs = try project.log("run_started").compactMap { $0["run"] as? String }
    try project.file(
      ".pipeline/log.jsonl",
      own + "{ \"run\" : \"\(runs[1])\", \"event\" : \"metric\", \"text\" : \"0.5\" }\n"
    )
    let lines = try project.read(".pipeline/log.jsonl").split(separator: "\n")
    func logged(_ isWanted: ([String: Any]) -> Bool) throws -> String {
      let objects = try project.log()
      return zip(lines, objects).filter { isWanted($0.1) }.map { $0.0 + "\n" }.joined()
    }
    func stage(_ line: [String: Any]) -> String? {
      let inner = ["attempt", "script", "accepted"].lazy.compactMap { line[$0] as? [String: Any] }
        .first
      return line["stage"] as? String ?? inner?["stage"] as? String
    }
    func printed(_ arguments: String...) throws -> String {
      try project.start(["log", "--json"] + arguments).finish().expect(status: 0).rawOutput
    }
    let edges = ["run_started", "run_finished"]
    #expect(try printed() == logged { edges.contains($0["event"] as? String ?? "") })
    #expect(
      try printed("--last", "1")
        == logged {
          edges.contains($0["event"] as? String ?? "") && $0["run"] as? String == runs[1]
        }
    )
    #expect(
      try printed(runs[0])
        == logged { $0["run"] as? String == runs[0] && $0["event"] as? String != "accepted" }
    )
    #expect(try printed("last") == logged { $0["run"] as? String == runs[1] })
    #expect(try printed("--stage", "bad") == logged { stage($0) == "bad" })
    #expect(
      try printed("--stage", "bad", "--last", "1")
        == logged { stage($0) == "bad" && $0["run"] as? String == runs[1] }
    )
    #expect(try printed("--stage", "good") == logged { stage($0) == "good" })
    let accepted = try logged { $0["event"] as? String == "accepted" }
    #expect(accepted.contains(#""level":"info""#) && accepted.contains(#""user":""#))
  }

  @Test func `log --output prints the exact bytes, but escapes them on a terminal`() throws {
    try project.run().expect(status: 1)
    #expect(try project.run("log", "--output", "good").rawOutput == "one\ntwo")
    #expect(try project.run("log", "--output", "bad", "last").rawOutput == "\u{1B}[2Jbroken\n")
    let terminal = try Terminal()
    _ = try project.start(["log", "--output", "bad"], terminal: terminal).finish()
    #expect(terminal.text == "␛[2Jbroken\n")
    try project.run("-k").expect(status: 1)
    try project.run("log", "--output", "good", "last").expectRecorded(status: 2)
    try project.remove(".pipeline/runs")
    try project.run("log", "--output", "good").expectRecorded(status: 3)
  }

  @Test func `an unknown name suggests the nearest one`() throws {
    try project.run().expect(status: 1)
    try project.run("log", "--stage", "goof").expectRecorded(status: 2)
    try project.run("log", "good").expectRecorded(status: 2)
    try project.run("status", "goof").expectRecorded(status: 2)
  }

  @Test func `log works even if the manifest is broken`() throws {
    try project.run().expect(status: 1)
    try project.manifest(json: "{")
    #expect(try project.run("log").stdout.hasPrefix("✗ RUN  TIME  failed"))
  }

  @Test func `a truncated line in the log causes a warning`() throws {
    project.toleratesCutLines = true
    try project.run().expect(status: 1)
    let log = try project.read(".pipeline/log.jsonl")
    try project.file(".pipeline/log.jsonl", log + "{\"event\":\"run_st")
    try project.run("log").expectRecorded()
  }

  @Test func `log --follow waits for the first run and ends with it`() throws {
    project.forgetStages()
    let wait = "while [ ! -e go ]; do sleep 0.02; done"
    try project.stage("good", "\(wait); cat in > a", in: ["in"], out: ["a"])
    try project.stage("bad", "exit 3", in: ["a"], out: ["b"])
    try project.stage("late", "cat b > c", in: ["b"], out: ["c"])
    let following = try project.start(["log", "--follow"])
    let raw = try project.start(["log", "-f", "--json"])
    let running = try project.start()
    // Both followers show the run from its first line, whenever they started.
    for follower in [following, raw] {
      try follower.wait("the first lines") { follower.printed.contains("good") }
    }
    try project.file("go")
    try running.finish().expect(status: 1)
    let outcome = try following.finish().expect(status: 0)
    expectRecorded(outcome.stdout)
    #expect(try raw.finish().rawOutput == project.read(".pipeline/log.jsonl"))
  }

  @Test func `log --follow --output ends when the stage ends`() throws {
    project.forgetStages()
    let wait = "while [ ! -e go ]; do sleep 0.02; done"
    try project.stage("slow", "echo one; touch started; \(wait); printf two", in: ["in"])
    let running = try project.start()
    try running.wait(forFile: "started")
    let following = try project.start(["log", "-f", "--output", "slow"])
    let other = try project.start(["log", "-f"])
    try other.wait("the first lines") { other.printed.contains("slow  started") }
    try following.wait("the first line") { following.printed.contains("one") }
    try project.file("go")
    #expect(try following.finish().rawOutput == "one\ntwo")
    #expect(try other.finish().status == 0)
    try running.finish().expect(status: 0)
  }

  @Test func `log --follow ends when the runner is killed and at Ctrl-C`() throws {
    project.forgetStages()
    try project.stage("slow", "touch started; while [ ! -e go ]; do sleep 0.02; done", in: ["in"])
    let running = try project.start()
    try running.wait(forFile: "started")
    let following = try project.start(["log", "-f"])
    let stopped = try project.start(["log", "-f"])
    for follower in [following, stopped] {
      try follower.wait("the first lines") { follower.printed.contains("slow  started") }
    }
    stopped.signal(SIGINT)
    #expect(try stopped.finish().status == -SIGINT)
    running.signal(SIGKILL)
    _ = try running.finish()
    let outcome = try following.finish().expect(status: 0)
    #expect(outcome.stdout.hasSuffix("✗ run RUN did not finish\n"))
    try project.file("go")
  }
}
