import Foundation
import Testing

/// The conditions of a run's start: external resources, upstream stages and files must exist.
@Suite struct StartCheckTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
  }

  @Test func `the tool lists everything that is missing and runs nothing`() throws {
    let externals = [
      ["folder": "no-folder"], ["file": "no-file"], ["program": "no-program"],
      ["variable": "NO_VARIABLE"],
    ]
    try project.file("data/clean-2025.csv", "x")
    try project.stage("ready", "touch ran", in: ["in"])
    try project.stage("needs", "true", in: ["in"], more: ["externals": externals])
    try project.stage("plot", "true", in: ["data/clean-2026.csv", "more/", "none/*.csv"])
    try project.stage("make", "true", in: ["in"], out: ["made.csv"])
    try project.stage("reads", "true", in: ["maed.csv"])
    try project.run().expectRecorded(status: 3)
    #expect(!project.exists("ran"))
  }

  @Test func `a run starts if everything exists, also outside the root`() throws {
    let externals = [
      ["folder": "."], ["file": "~/secret"], ["program": "sh"], ["variable": "HERE"],
    ]
    try project.file("\(project.home)/secret", "x")
    try project.stage(
      "needs",
      "cat ~/secret > out",
      in: ["~/secret"],
      out: ["out"],
      more: ["externals": externals]
    )
    try project.run(env: ["HERE": "1"]).expect(status: 0)
    try project.touch("\(project.home)/secret", at: 3)
    let plan = try project.run("-n", env: ["HERE": "1"])
    #expect(
      plan.stageLines.first == "▶ needs  input BASE/home/secret changed since the last run"
        + " (TIME → TIME, an older file, same size)"
    )
  }

  @Test func `a file that the tool cannot compare is not a valid input`() throws {
    try #require(mkfifo(project.path("pipe"), 0o600) == 0)
    try project.folder("folder")
    try project.stage("fifo", "true", in: ["pipe"])
    try project.stage("device", "true", in: ["/dev/null"])
    try project.stage("folder", "true", in: ["folder"])
    try project.stage("file", "true", in: ["in/"])
    try project.run().expectRecorded(status: 3)
  }

  @Test func `a glob without matches stops the run unless a stage makes its files`() throws {
    try project.stage("use", "cat p/* > out", in: ["p/*"], out: ["out"], up: ["make"])
    try project.stage("make", "mkdir p; echo 1 > p/1; echo 2 > p/2", in: ["in"], out: ["p/"])
    try project.run().expectRecorded()
    #expect(try project.read("out") == "1\n2\n")
    try project.run("--check").expect()
    project.forgetStages()
    try project.stage("a", "true", in: ["data/*.csv"])
    try project.run().expectRecorded(status: 3)
  }

  @Test(.disabled(if: Tool.isRoot, "root may write everywhere"))
  func `a stage that cannot write to its output folder fails and stays stale`() throws {
    try project.folder("locked")
    try project.mode(0o555, "locked")
    try project.stage("a", "cat in > locked/out", in: ["in"], out: ["locked/out"])
    try project.run().expect(status: 1)
    try project.run("--check").expect(status: 1)
  }

  @Test func `the planner handles a long chain without recursion`() throws {
    var stages: [String] = []
    for number in 0..<5000 {
      stages.append(
        "{\"name\": \"s\(number)\", \"scripts\": [{\"command\": \"true\"}],"
          + " \"inputs\": [\"f\(number)\"], \"outputs\": [\"f\(number + 1)\"]}"
      )
    }
    try project.file("f0", "x")
    // The stages are declared backwards, so the planner has to find their order.
    let text = stages.reversed().joined(separator: ",\n")
    try project.manifest(json: "{\"name\": \"p\", \"stages\": [\n\(text)\n]}")
    let command = Command(
      ["/bin/sh", "-c", "ulimit -s 256; exec \"$0\" --check", Tool.path],
      environment: Tool.environment(home: project.home, marker: project.marker),
      folder: project.root
    )
    #expect(try command.run() >> 8 == 1)
  }
}
