import Foundation
import Testing

/// What one missing file or program, or one failure, means for the other stages.
@Suite struct KeepGoingTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
  }

  private func samples() throws {
    for name in ["a", "b", "c"] {
      if name != "b" { try project.file("raw/\(name)", name) }
      try project.stage("s-\(name)", "cp raw/\(name) \(name)", in: ["raw/\(name)"], out: [name])
    }
    try project.stage("all", "cat a b c > all", in: ["a", "b", "c"], out: ["all"])
  }

  @Test func `with -k, a stage that lacks an input is blocked, and the others run`() throws {
    try samples()
    try project.run("-k").expectRecorded(status: 1)
    #expect(project.exists("a") && project.exists("c") && !project.exists("all"))
    try project.run("log", "--last", "1").expect(status: 0)
    try project.file("raw/b", "b")
    try project.run("-k").expect(status: 0)
    #expect(try project.read("all") == "abc")
  }

  @Test func `without -k, nothing starts, and the hint repeats the options of the command`() throws
  {
    try samples()
    try project.run("--to", "all", "-j", "2").expectRecorded(status: 3)
    #expect(!project.exists("a"))
    try project.run("s-b").expectRecorded("no other stage", status: 3)
  }

  @Test func `with -k, a dry run says what is missing`() throws {
    try samples()
    try project.run("-n", "-k").expectRecorded()
  }

  @Test func `with -k, the status is 1 even if no stage can run`() throws {
    let externals = [["program": "no-program"], ["variable": "NO_VARIABLE"]]
    try project.stage("only", "true", in: ["in"], more: ["externals": externals])
    try project.run("-k").expectRecorded(status: 1)
  }

  @Test func `one missing file is one message with all stages that read it`() throws {
    for number in 1...14 { try project.stage("s\(number)", "true", in: ["lib.R"]) }
    try project.run().expectRecorded(status: 3)
  }

  @Test func `interpreters are looked for before the first stage starts`() throws {
    try project.file("a.moon", "x")
    try project.file("n.ipynb", "{}")
    try project.file("first-line", "#!/no/such/perl\n")
    try project.mode(0o755, "first-line")
    try project.manifest(
      json: """
        {"name": "p", "stages": [
        {"name": "slow", "scripts": [{"command": "touch ran"}]},
        {"name": "a", "scripts": [{"script": "a.moon", "interpreter": "moon -u"}]},
        {"name": "b", "scripts": [{"script": "a.moon", "interpreter": ["moon", "-u"]}]},
        {"name": "c", "scripts": [{"script": "first-line"}]},
        {"name": "d", "scripts": [{"script": "n.ipynb"}]}
        ]}
        """
    )
    try project.run().expectRecorded(status: 3)
    #expect(!project.exists("ran"))
    try project.run("-k").expect(status: 1)
    #expect(project.exists("ran"))
  }

  @Test func `an interpreter that vanished is missing also for a stage that may run`() throws {
    try project.file("a.x", "cat made > o\n")
    try project.manifest(
      json: """
        {"name": "p", "stages": [
        {"name": "make", "scripts": [{"command": "cp in made"}], "inputs": ["in"],
         "outputs": ["made"]},
        {"name": "use", "scripts": [{"script": "a.x", "interpreter": "./moon"}],
         "inputs": ["made"], "outputs": ["o"]}
        ]}
        """
    )
    try FileManager.default.createSymbolicLink(
      atPath: project.path("moon"),
      withDestinationPath: "/bin/sh"
    )
    try project.run().expect(status: 0)
    try FileManager.default.removeItem(atPath: project.path("moon"))
    try project.run("--check").expect(status: 0)
    try project.touch("in", at: 5)
    try project.run().expectRecorded(status: 3)
  }

  @Test func `an interpreter that an earlier stage makes is looked for when its stage starts`()
    throws
  {
    try project.file("a.x", "echo made > o\n")
    try project.manifest(
      json: """
        {"name": "p", "stages": [
        {"name": "env", "scripts": [{"command": "mkdir -p env/bin; ln -s /bin/sh env/bin/moon"}],
         "outputs": ["env/"]},
        {"name": "use", "scripts": [{"script": "a.x", "interpreter": "env/bin/moon -e"}],
         "inputs": ["env/"], "outputs": ["o"]}
        ]}
        """
    )
    try project.run().expect(status: 0)
    #expect(try project.read("o") == "made\n")
  }

  @Test func `near its time limit, a stage has a warning, then before the next start`() throws {
    // The stage waits until the tool itself has told of the limit.
    let wait = "until grep -q near_time_limit .pipeline/log.jsonl; do sleep 0.1; done; touch o"
    try project.stage("train", wait, in: ["in"], out: ["o"], more: ["timeout": 6])
    let outcome = try project.run()
    outcome.expect(status: 0)
    #expect(outcome.stdout.contains("has used four fifths of its time limit of 6"))
    #expect(outcome.stdout.contains("hint: `\"timeout\": 12` in the stage gives it twice the time"))
    try project.touch("in", at: 5)
    let plan = try project.run("-n")
    #expect(plan.stderr.contains("stage `train` usually takes"))
  }
}
