import Foundation
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

  @Test func `the last runs, one run, and the attempts of a stage`() throws {
    try project.run().expect(status: 1)
    try project.run("-k").expect(status: 1)
    try project.run("log").expect(
      """
      ✗ RUN  TIME  failed  SECONDS · 1 ran, 1 failed, 1 not run · pipeline
      ✗ RUN  TIME  failed  SECONDS · 1 failed, 1 not run, 1 up to date · pipeline -k
      """
    )
    #expect(try project.run("log", "--last", "1").stdout.split(separator: "\n").count == 1)
    let first = try #require(try project.log("run_started").first?["run"] as? String)
    try project.run("log", first).expect(
      """
      RUN · failed · 1 ran, 1 failed, 1 not run
        pipeline:  p
        started:   TIME
        took:      SECONDS
        command:   pipeline
        process:   PID
      ✓ good  SECONDS
        log:  .pipeline/runs/RUN/good.1.log
      ✗ bad   exit 3 · SECONDS
        log:  .pipeline/runs/RUN/bad.1.log
      · late  not run: blocked by a failed stage
      """.replacingOccurrences(of: "process:   PID", with: "process:   PID on HOST")
    )
    try project.run("log", "--stage", "b*").expect(
      """
      ✗ TIME  bad  exit 3 · SECONDS · output b is missing
          .pipeline/runs/RUN/bad.1.log
      ✗ TIME  bad  exit 3 · SECONDS · last attempt failed (exit 3)
          .pipeline/runs/RUN/bad.1.log
      """
    )
  }

  @Test func `as data the history is lines of the log, byte for byte`() throws {
    try project.run().expect(status: 1)
    try project.run("-k").expect(status: 1)
    try project.file("in", "2\n")
    try project.run("accept", "--reason", "right", "good").expect(status: 0)
    // A line of another program, with spaces and a kind of its own.
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

  @Test func `what a stage printed, byte for byte, and harmless on a terminal`() throws {
    try project.run().expect(status: 1)
    #expect(try project.run("log", "--output", "good").rawOutput == "one\ntwo")
    #expect(try project.run("log", "--output", "bad", "last").rawOutput == "\u{1B}[2Jbroken\n")
    let terminal = try Terminal()
    _ = try project.start(["log", "--output", "bad"], terminal: terminal).finish()
    #expect(terminal.text == "␛[2Jbroken\n")
    try project.run("-k").expect(status: 1)
    try project.run("log", "--output", "good", "last").expect(
      stderr: """
        error: stage `good` was not started in run `RUN`
          stages:  bad
        hint: `pipeline log --stage good` shows the runs it was in
        """,
      status: 2
    )
    try project.remove(".pipeline/runs")
    try project.run("log", "--output", "good").expect(
      stderr: """
        error: what stage `good` printed is no longer there
          log:  .pipeline/runs/RUN/good.1.log
        """,
      status: 3
    )
  }

  @Test func `wrong names get the nearest`() throws {
    try project.run().expect(status: 1)
    try project.run("log", "--stage", "goof").expect(
      stderr: """
        error: no run has had a stage `goof`
          stages:  bad, good
        hint: did you mean `good`?
        """,
      status: 2
    )
    try project.run("log", "good").expect(
      stderr: """
        error: there is no run `good`
        hint: `pipeline log --stage good` shows the attempts of the stage
        """,
      status: 2
    )
    try project.run("status", "goof").expect(
      stderr: """
        error: there is no stage `goof`
          stages:  good, bad, late
        hint: did you mean `good`?
        """,
      status: 2
    )
  }

  @Test func `the history is there whatever has become of the manifest`() throws {
    try project.run().expect(status: 1)
    try project.manifest(json: "{")
    #expect(try project.run("log").stdout.hasPrefix("✗ RUN  TIME  failed"))
  }

  @Test func `a line that is cut costs a warning`() throws {
    project.toleratesCutLines = true
    try project.run().expect(status: 1)
    let log = try project.read(".pipeline/log.jsonl")
    try project.file(".pipeline/log.jsonl", log + "{\"event\":\"run_st")
    let outcome = try project.run("log").expect(status: 0)
    #expect(outcome.stderr.hasPrefix("warning: a line of `.pipeline/log.jsonl` could not be read"))
  }

  @Test func `following waits for the first run and ends with it`() throws {
    project.forgetStages()
    let wait = "while [ ! -e go ]; do sleep 0.02; done"
    try project.stage("good", "\(wait); cat in > a", in: ["in"], out: ["a"])
    try project.stage("bad", "exit 3", in: ["a"], out: ["b"])
    try project.stage("late", "cat b > c", in: ["b"], out: ["c"])
    let following = try project.start(["log", "--follow"])
    let raw = try project.start(["log", "-f", "--json"])
    let running = try project.start()
    // Whether they came before the run or after its beginning: they tell it from its first line.
    for follower in [following, raw] {
      try follower.wait("the first lines") { follower.printed.contains("good") }
    }
    try project.file("go")
    try running.finish().expect(status: 1)
    let outcome = try following.finish().expect(status: 0)
    #expect(
      outcome.stdout == """
        TIME  run RUN · p · 3 stages · 3 to run · pipeline
        TIME  ▶ good  started
        TIME  ✓ good  SECONDS
        TIME  ▶ bad  started
        TIME  ✗ bad  exit 3 · SECONDS
          log:  .pipeline/runs/RUN/bad.1.log
        TIME  ✗ failed · 1 ran, 1 failed, 1 not run · SECONDS

        """
    )
    #expect(try raw.finish().rawOutput == project.read(".pipeline/log.jsonl"))
  }

  @Test func `following the output of what runs ends with it`() throws {
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

  @Test func `following ends when the runner is killed, and at Ctrl-C`() throws {
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
