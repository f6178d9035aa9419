import PipelineDescription
import PipelineEngine
import PipelinePlanning
import PipelineTestSupport
import Testing

/// Successive runs: which stages run, and why.
struct RunTests {
  @Test func `the first run runs every stage in order`() async throws {
    var root = makeChain()
    let run = try await root.run()
    #expect(run.starts == ["a", "b", "c", "d"])
    #expect(run.summary.isSuccess)
    #expect(run.summary.succeeded == 4)
    #expect(try root.stale() == [])
  }

  @Test func `a second run starts nothing`() async throws {
    var root = makeChain()
    try await root.run()
    let log = root.files.text(of: Path(".pipeline/log.jsonl"))
    let second = try await root.run()
    #expect(second.starts == [])
    #expect(second.summary.upToDate == 4)
    #expect(root.files.text(of: Path(".pipeline/log.jsonl"))?.hasPrefix(log ?? "?") == true)
  }

  @Test func `a dry run changes nothing`() async throws {
    var root = makeChain()
    try await root.run()
    root.files.touch(Path("raw"))
    let count = root.files.writeCount
    _ = try root.plan()
    _ = try root.obstacles()
    #expect(root.files.writeCount == count)
  }

  @Test func `a touched input runs its stage and the dependents`() async throws {
    var root = makeChain()
    try await root.run()
    root.files.touch(Path("raw"))
    #expect(
      try root.verdicts().mapValues { if case .run = $0 { "run" } else { "\($0)" } } == [
        "a": "run", "b": "mayRun(after: [\"a\"])", "c": "mayRun(after: [\"b\"])", "d": "upToDate",
      ]
    )
    let run = try await root.run()
    #expect(run.starts == ["a", "b", "c"])
    #expect(kinds(run) == ["a": ["input raw"], "b": ["input a.out"], "c": ["input b.out"]])
  }

  @Test func `an older file in place of an input is a change`() async throws {
    var root = makeChain()
    try await root.run()
    root.files.setModified(Path("raw"), to: 1_000_000_000)
    #expect(try await root.run().starts == ["a", "b", "c"])
  }

  @Test func `a difference of one nanosecond is a change`() async throws {
    var root = makeChain()
    try await root.run()
    let before = try #require(root.files.state(of: Path("raw")).stamp)
    root.files.setModified(Path("raw"), to: before.modified + 1)
    #expect(try root.stale() == ["a", "b", "c"])
  }

  @Test func `an untouched output does not run its dependents`() async throws {
    var root = makeChain()
    try await root.run()
    root.files.touch(Path("raw"))
    root.runner.script("a") { _ in .succeeded }
    let run = try await root.run()
    #expect(run.starts == ["a"])
    #expect(run.summary.upToDate == 3)
    let ends = run.reporter.events.compactMap { event in
      if case .stageFinished(let summary) = event { summary.leftOutputs } else { nil }
    }
    #expect(ends == [true])
    #expect(try await root.run().starts == [])
  }

  @Test func `a changed script is the reason`() async throws {
    var root = makeChain()
    try await root.run()
    root.files.write("second", to: Path("b.sh"))
    let run = try await root.run()
    #expect(kinds(run) == ["b": ["script b.sh"], "c": ["input b.out"]])
  }

  @Test func `a removed output is made again before its readers are checked`() async throws {
    var root = makeChain()
    try await root.run()
    root.files.erase(Path("b.out"))
    root.files.tick()
    let run = try await root.run()
    #expect(kinds(run) == ["b": ["output b.out missing"], "c": ["input b.out"]])
  }

  @Test func `an output changed by hand is moved aside and made again`() async throws {
    var root = makeChain()
    try await root.run()
    root.files.tick()
    root.files.write("mine", to: Path("a.out"))
    let run = try await root.run(Selection(stages: ["a"]))
    #expect(kinds(run) == ["a": ["output a.out"]])
    #expect(root.files.text(of: Path(".pipeline/kept/run-2/a.out")) == "mine")
    #expect(
      run.reporter.warnings == [
        .outputKept(stage: "a", path: "a.out", copy: ".pipeline/kept/run-2/a.out")
      ]
    )
  }

  @Test func `a forced run also runs up-to-date stages`() async throws {
    var root = makeChain()
    try await root.run()
    root.options.isForced = true
    let run = try await root.run(Selection(stages: ["d"]))
    #expect(kinds(run) == ["d": ["forced"]])
  }

  @Test func `changed arguments and variables are reported as reasons`() async throws {
    func pipeline(_ top: Int) -> Pipeline {
      Pipeline("p") {
        Stage("a") {
          Script("a.sh", "--top", top, .output("a.out"))
          Environment("REGION")
        }
      }
    }
    var root = TestRoot(pipeline(10))
    root.files.write("x", to: Path("a.sh"))
    root.environment = ["REGION": "north", "OTHER": "1"]
    try await root.run()
    root.environment["OTHER"] = "2"
    #expect(try root.stale() == [])
    root.environment["REGION"] = "south"
    root.pipeline = pipeline(20)
    #expect(kinds(try await root.run()) == ["a": ["arguments a.sh", "variable REGION"]])
    root.environment["REGION"] = nil
    #expect(kinds(try await root.run()) == ["a": ["variable REGION"]])
  }

  @Test func `a named upstream stage runs the stages that wait for it`() async throws {
    var root = TestRoot(
      Pipeline("p") {
        Stage("load") { Script("load.sh", .input("raw")) }
        Stage("report") {
          Upstream("load")
          Script("report.sh", .output("report"))
        }
      }
    )
    for name in ["load.sh", "report.sh", "raw"] { root.files.write("x", to: Path(name)) }
    try await root.run()
    #expect(try await root.run().starts == [])
    root.files.touch(Path("raw"))
    let run = try await root.run()
    #expect(kinds(run) == ["load": ["input raw"], "report": ["upstream load"]])
    #expect(try await root.run().starts == [])
    root.files.touch(Path("raw"))
    try await root.run(Selection(stages: ["load"]))
    #expect(try root.stale() == ["report"])
  }

  @Test func `a stage with neither inputs nor outputs always runs`() async throws {
    var root = TestRoot(Pipeline("p") { Stage("ping") { Command("true") } })
    try await root.run()
    #expect(kinds(try await root.run()) == ["ping": ["always"]])
  }

  @Test func `a stage without outputs runs when its inputs change`() async throws {
    var root = TestRoot(Pipeline("p") { Stage("send") { Script("s.sh", .input("raw")) } })
    root.files.write("x", to: Path("s.sh"))
    root.files.write("x", to: Path("raw"))
    #expect(try await root.run().starts == ["send"])
    #expect(try await root.run().starts == [])
    root.files.touch(Path("raw"))
    #expect(try await root.run().starts == ["send"])
  }

  @Test func `files added to and removed from a glob are reasons`() async throws {
    var root = TestRoot(
      Pipeline("p") {
        Stage("sum") {
          Command("cat \(input: "raw/*.csv") > \(output: "raw/sum.csv")")
        }
      }
    )
    root.files.write("1", to: Path("raw/1.csv"))
    root.files.write("2", to: Path("raw/2.csv"))
    try await root.run()
    #expect(try root.stale() == [])
    root.files.erase(Path("raw/1.csv"))
    root.files.write("3", to: Path("raw/3.csv"))
    root.files.write("4", to: Path("raw/4.csv"))
    #expect(kinds(try await root.run()) == ["sum": ["set raw/*.csv +2 -1"]])
    #expect(try await root.run().starts == [])
  }

  @Test func `an output in a folder that the stage's own glob matches is not an input`()
    async throws
  {
    var root = TestRoot(
      Pipeline("p") {
        Stage("sum") {
          Inputs("data/*")
          Command("make \(output: "data/sub/sum")")
        }
      }
    )
    root.files.write("1", to: Path("data/1"))
    root.files.write("2", to: Path("data/sub/2"))
    let first = try await root.run()
    #expect(first.reporter.warnings == [])
    #expect(try root.stale() == [])
    root.files.touch(Path("data/sub/2"))
    #expect(try root.stale() == ["sum"])
  }

  @Test func `a run names the stages outside the selection that it makes stale`() async throws {
    var root = makeChain()
    try await root.run()
    root.files.touch(Path("raw"))
    let run = try await root.run(Selection(stages: ["a"]))
    #expect(run.summary.staleDownstream == ["b", "c"])
  }

  @Test
  func
    `the runner creates the folders around outputs before the script starts, but no output folder`()
    async throws
  {
    var root = TestRoot(
      Pipeline("p") {
        Stage("a") { Command("make \(output: "x/y/file") \(output: "plots/")") }
      }
    )
    let files = root.files
    root.runner.script("a") { _ in
      guard files.state(of: Path("x/y")).stamp?.kind == .folder,
        files.state(of: Path("plots")) == .missing
      else { return .exited(code: 1, script: 0) }
      files.write("1", to: Path("x/y/file"))
      files.write("1", to: Path("plots/1"))
      return .succeeded
    }
    #expect(try await root.run().summary.isSuccess)
    root.files.tick()
    root.files.write("2", to: Path("plots/1"))
    #expect(try root.stale() == ["a"])
  }

  @Test func `scripts get the whole environment and their own variables`() async throws {
    var root = TestRoot(
      Pipeline("p") {
        Environment("SHARED", "all")
        Stage("a") {
          Script("a.py", .input("-raw"), .input("~/x"), "-n", 2.5)
          Environment("SHARED", "own")
        }
      }
    )
    for path in [Path("a.py"), Path("-raw"), Path("/home/user/x")] {
      root.files.write("x", to: path)
    }
    root.environment = ["HOME": "/home/user", "PYTHONUNBUFFERED": ""]
    try await root.run()
    let attempt = try #require(root.runner.attempts.first)
    #expect(
      attempt.environment == [
        "HOME": "/home/user", "SHARED": "own", "PYTHONUNBUFFERED": "", "PIPELINE_STAGE": "a",
        "PIPELINE_RUN": "run-1", "PIPELINE_ROOT": "/srv", "PWD": "/srv",
      ]
    )
    #expect(
      attempt.steps == [
        .script(
          path: "a.py",
          arguments: ["./-raw", "/home/user/x", "-n", "2.5"],
          interpreter: nil
        )
      ]
    )
    #expect(attempt.timeLimit == .seconds(600))
    #expect(attempt.root == "/srv")
  }

  @Test func `two jobs run at most two stages in parallel`() async throws {
    let names = (1...5).map { "s\($0)" }
    var root = TestRoot(
      Pipeline("p") { for name in names { Stage(name) { Command("true") } } }
    )
    root.options.capacity.jobs = 2
    let runner = root.runner
    root.runner.script("s1") { _ in nil }
    for (before, name) in zip(names, names.dropFirst()) {
      root.runner.script(name) { _ in
        runner.complete(before)
        return name == "s5" ? .succeeded : nil
      }
    }
    let run = try await root.run()
    #expect(run.starts == names)
    #expect(runner.mostAtOnce == 2)
    #expect(run.summary.succeeded == 5)
  }
}
