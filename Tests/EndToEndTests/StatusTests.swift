import Foundation
import Testing

/// What is said of the stages before, during and after a run, without ever taking its lock.
@Suite struct StatusTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
    try project.stage("clean", "cat in > a", in: ["in"], out: ["a"])
    // Not `touch`, which gives the file its time after it has made it.
    let wait = ": > started; while [ ! -s go ]; do sleep 0.02; done; exit $(cat go)"
    try project.stage("fit", "echo fitting; \(wait)", in: ["a"])
    try project.stage("plot", "cat a > c", in: ["a"], out: ["c"], up: ["fit"])
  }

  @Test func `in a root that never ran, and nothing is written`() throws {
    let before = try project.snapshot()
    try project.run("status").expect(
      """
      p · 3 stages · 3 stale
      ▶ clean  stale: output a is missing
      ▶ fit    stale: never run here
      ▶ plot   stale: output c is missing (and 1 more reason)
      hint: `pipeline` runs what must run; `pipeline why plot` gives every reason
      """
    )
    #expect(try project.snapshot() == before)
    try project.run("log").expect("nothing has been run here yet")
    try project.run("log", "--json").expect("")
    try project.run("log", "last").expect("nothing has been run here yet")
    try project.run("log", "--output", "fit").expect("nothing has been run here yet")
    try project.run("--failed").expect("✓ nothing to do · no selected stage failed last")
    #expect(try project.snapshot() == before)
  }

  @Test func `while a stage runs, and after it has failed`() throws {
    let running = try project.start()
    try running.wait(forFile: "started")
    let before = try project.snapshot()
    let status = try project.start(["status"]).finish()
    #expect(
      status.stdout.replacingOccurrences(of: "running since TIME · SECONDS", with: "NOW") == """
        p · 3 stages · 1 running, 1 stale, 1 up to date
        a run is going on since TIME · SECONDS · 1 of 3 ended
          run:      RUN
          process:  PID on HOST
          command:  pipeline
        ✓ clean  up to date · ran TIME · SECONDS
        ▶ fit    NOW
          log:  .pipeline/runs/RUN/fit.1.log
        ▶ plot   stale: never run here
        hint: `pipeline log --follow --output fit` shows what it prints

        """
    )
    #expect(try project.start(["--list-stages"]).finish().stdout.contains("fit    running since "))
    let plan = try project.start(["-n"]).finish()
    #expect(plan.stdout.contains("▶ fit    running since TIME\n"))
    #expect(plan.stderr.hasPrefix("note: a run is going on since TIME: "))
    let part = try project.start(["-n", "--stage", "plot"]).finish()
    #expect(part.stderr.contains("`fit`, which is not selected and is running now\n"))
    #expect(try project.start(["--check"]).finish().status == 1)
    #expect(try project.snapshot() == before)
    try project.file("go", "4")
    try running.finish().expect(status: 1)
    try project.run("status").expect(
      """
      p · 3 stages · 1 failed, 1 stale, 1 up to date
      last run: failed · TIME · SECONDS · pipeline
      ✓ clean  up to date · ran TIME · SECONDS
      ✗ fit    failed: exit 4 · TIME · SECONDS
        log:  .pipeline/runs/RUN/fit.1.log
      ▶ plot   stale: never run here
      hint: `pipeline log --output fit` shows what it printed; `pipeline --failed` runs it again
      """
    )
    try project.run("status", "--state", "failed,interrupted", "p*").expect(
      """
      p · 1 stage · 1 stale
      last run: failed · TIME · SECONDS · pipeline
      no stage is failed or interrupted
      hint: `pipeline` runs what must run; `pipeline -n` shows the plan
      """
    )
    let maker = try project.run("status", "a", "--json").expect(status: 0)
    #expect(maker.stdout.contains("\"stage\": \"clean\""))
    #expect(!maker.stdout.contains("\"stage\": \"fit\""))
    try project.run("--failed", "--list-stages").expect(
      "1  fit  to run: last attempt failed (exit 4)\n   after clean"
    )
    try project.file("go", "0")
    let again = try project.run("--failed").expect(status: 0)
    #expect(again.stageLines.first == "▶ fit  last attempt failed (exit 4)")
    try project.run("--failed", "-n").expect("✓ nothing to do · no selected stage failed last")
    try project.run("--failed", "--check").expect()
  }

  @Test func `a run that was killed did not finish, and its stage was interrupted`() throws {
    let running = try project.start()
    try running.wait(forFile: "started")
    running.signal(SIGKILL)
    _ = try running.finish()
    // The script outlives its runner; it is not what a run has in hand.
    try project.file("go", "0")
    try running.wait("the script's end") { LivingProcesses(marker: project.marker).all.isEmpty }
    let status = try project.run("status", "fit")
    #expect(
      status.stdout == """
        p · 1 stage · 1 interrupted
        last run: did not finish · TIME · pipeline
        · fit  interrupted · TIME
          log:  .pipeline/runs/RUN/fit.1.log
        hint: `pipeline` runs what must run; `pipeline -n` shows the plan

        """
    )
    let log = try project.run("log")
    #expect(log.stdout == "· RUN  TIME  did not finish  1 ran · pipeline\n")
    let last = try project.run("log", "last")
    #expect(last.stdout.contains("· fit    did not finish · started TIME\n"))
    try project.run("--failed").expect("✓ nothing to do · no selected stage failed last")
  }
}
