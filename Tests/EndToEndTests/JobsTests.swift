import Testing

/// Stages that run in parallel, and runs that continue after a failure.
@Suite struct JobsTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
  }

  @Test func `parallel stages print whole lines, each with the name of its stage`() throws {
    // Each stage waits for the other. In sequence, neither would ever end.
    for (own, other) in [("left", "right"), ("right", "left")] {
      let wait = "touch \(own).here; while [ ! -e \(other).here ]; do sleep 0.02; done"
      let talk = "for i in 1 2 3; do printf 'half '; sleep 0.02; echo \(own) $i; done"
      try project.stage(own, "\(wait); \(talk)", in: ["in"])
    }
    let outcome = try project.run("-j", "2").expect(status: 0)
    for name in ["left ", "right"] {
      let own = outcome.stdout.split(separator: "\n").filter { $0.hasPrefix("\(name) │ half") }
      let word = name == "right" ? "right" : "left"
      #expect(own.map(String.init) == (1...3).map { "\(name) │ half \(word) \($0)" })
    }
    #expect(outcome.stageLines.last == "✓ done in SECONDS · 2 ran")
  }

  @Test func `the runner never uses more slots than --jobs allows`() throws {
    for number in 1...6 {
      let count = "mkdir slot.a 2> /dev/null && s=a || { mkdir slot.b && s=b; } || exit 9"
      try project.stage("s\(number)", "\(count); sleep 0.05; rmdir slot.$s", in: ["in"])
    }
    try project.run("-j", "2").expect(status: 0)
    try project.run("-j2", "--force").expect(status: 0)
  }

  @Test func `after a failure, running stages finish and no new stage starts`() throws {
    let wait =
      "until grep -q '\"stage_finished\"' .pipeline/log.jsonl; do sleep 0.02; done; touch long"
    try project.stage("fails", "exit 5", in: ["in"])
    try project.stage("long", wait, in: ["in"], out: ["long"])
    try project.stage("later", "touch later", in: ["in"])
    let outcome = try project.run("-j", "2").expect(status: 1)
    #expect(outcome.stageLines.contains("✗ fails  exit 5 · SECONDS"))
    #expect(outcome.stageLines.contains("✓ long   SECONDS"))
    #expect(outcome.stdout.contains("\ncancelled: later\n"))
    #expect(!project.exists("later"))
  }

  @Test func `with --keep-going, stages that do not depend on the failure still run`() throws {
    try project.stage("bad", "exit 5", in: ["in"], out: ["bad"])
    try project.stage("child", "cat bad > child", in: ["bad"], out: ["child"])
    try project.stage("grandchild", "cat child > g", in: ["child"], out: ["g"])
    try project.stage("other", "cat in > other", in: ["in"], out: ["other"])
    try project.run("--keep-going").expectRecorded(status: 1)
    try project.run().expectRecorded(status: 1)
  }

  @Test func `a parallel run has the same log and result as a sequential one`() throws {
    for number in 1...8 {
      try project.stage(
        "s\(number)",
        "echo \(number) > o\(number)",
        in: ["in"],
        out: ["o\(number)"]
      )
    }
    try project.stage("sum", "cat o? > sum", in: ["o?"], out: ["sum"])
    try project.run("-j", "4").expect(status: 0)
    #expect(try project.read("sum") == "1\n2\n3\n4\n5\n6\n7\n8\n")
    #expect(try project.log("stage_finished").count == 9)
    try project.run("-j", "4").expectRecorded()
  }

  @Test func `a signal ends all stages that run in parallel`() throws {
    for name in ["a", "b", "c"] {
      try project.stage(name, "touch \(name).here; sleep 1000", in: ["in"])
    }
    let running = try project.start(["-j", "3"])
    for name in ["a", "b", "c"] { try running.wait(forFile: "\(name).here") }
    running.signal(15)
    let outcome = try running.finish()
    #expect(outcome.status == -15)
    running.checkInvariants(outcome, #_sourceLocation)
    #expect(try project.run("-n").stageLines.count == 3)
  }
}
