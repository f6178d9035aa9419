import Testing

/// Resources of stages, their limits, and retries.
@Suite struct ResourceTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
  }

  @Test func `a stage that needs more than the limit stops the run before it starts`() throws {
    try project.stage("big", "touch ran", in: ["in"], more: ["resources": ["cores": 4, "api": 2]])
    try project.run("--resource", "cores=2", "--resource", "api=1").expectRecorded(status: 2)
    #expect(!project.exists("ran"))
    try project.run("--resource", "cores=4", "--resource", "api=2").expect(status: 0)
  }

  @Test func `a resource without a limit and a limit without a user are errors`() throws {
    try project.stage("a", "true", in: ["in"], more: ["resources": ["gpu": 1]])
    try project.run().expectRecorded(status: 2)
    try project.run("--resource", "gpus=1").expectRecorded(status: 2)
    try project.run("--resource", "gpu").expectRecorded(status: 2)
  }

  @Test func `stages that share an exclusive resource never run at the same time`() throws {
    // A stage that finds the folder `used` runs at the same time as another one.
    for name in ["a", "b", "c"] {
      let work = "mkdir used || exit 9; i=0; while [ $i -lt 3000 ]; do i=$((i+1)); done; rmdir used"
      try project.stage(name, work, in: ["in"], more: ["exclusive": ["database"]])
    }
    let outcome = try project.run("-j", "3").expect(status: 0)
    #expect(outcome.stageLines.last == "✓ done in SECONDS · 3 ran")
  }

  @Test func `the runner retries a failed stage and logs each attempt`() throws {
    let fetch = "echo try >> tries; [ $(wc -l < tries) -ge 3 ] || exit 75; touch out"
    try project.stage(
      "fetch",
      fetch,
      in: ["in"],
      out: ["out"],
      more: ["retry": ["count": 5, "delay": 0]]
    )
    try project.run("-q").expectRecorded(status: 0)
    let attempts = try project.log("attempt_finished").compactMap {
      $0["attempt"] as? [String: Any]
    }
    #expect(attempts.map { $0["number"] as? Int } == [1, 2, 3])
    let decisions = attempts.map { ($0["retry"] as? [String: Any])?["decision"] as? String }
    #expect(decisions == ["again", "again", nil])
    for attempt in attempts {
      #expect(project.exists(try #require(attempt["output_log"] as? String)))
    }
    #expect(try project.log("stage_finished").map { $0["attempts"] as? Int } == [3])
    try project.run().expectRecorded()
  }

  @Test func `the runner does not retry a failure that the retry clause omits`() throws {
    let retry: [String: any Sendable] = ["count": 5, "delay": 0, "on": ["timeout"]]
    try project.stage("a", "echo try >> tries; exit 2", in: ["in"], more: ["retry": retry])
    try project.run().expect(status: 1)
    #expect(try project.read("tries") == "try\n")
  }

  @Test func `fail-fast stops running stages after a failure`() throws {
    try project.stage("long", "touch long.here; sleep 1000; touch late", in: ["in"])
    let fail = "while [ ! -e long.here ]; do sleep 0.02; done; exit 5"
    try project.stage("fails", fail, in: ["in"])
    try project.run("-j", "2", "--fail-fast").expect(status: 1)
    #expect(!project.exists("late"))
    let ends = try project.log("stage_finished").map { stage in
      let end = stage["end"] as? [String: Any]
      return "\(stage["stage"] as? String ?? "") \(end?["kind"] as? String ?? "")"
    }
    #expect(ends == ["fails exited", "long stopped"])
  }

  @Test func `option, variable, manifest and machine set the number of parallel stages`() throws {
    try project.stage("a", "true", in: ["in"])
    func jobs(_ option: String = "-v", env: [String: String?]) throws -> Int? {
      try project.run("--force", option, env: env).expect(status: 0)
      return try project.log("run_started").last?["jobs"] as? Int
    }
    #expect(try jobs("-j3", env: ["PIPELINE_JOBS": "5"]) == 3)
    #expect(try jobs(env: ["PIPELINE_JOBS": "5"]) == 5)
    #expect(try jobs(env: ["PIPELINE_JOBS": ""]) ?? 0 >= 1)
    try project.run(env: ["PIPELINE_JOBS": "0"]).expectRecorded(status: 2)
  }
}
