import Foundation
import Testing

/// Why a stage would run now, or why not: whole answers, and nothing is written by asking.
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

  /// Asks, and sees that nothing was written.
  private func why(_ arguments: String..., env: [String: String?] = [:]) throws -> Outcome {
    let before = try project.snapshot()
    let outcome = try project.start(["why"] + arguments, env: env).finish()
    #expect(try project.snapshot() == before)
    return outcome
  }

  @Test func `before the first run, and after it`() throws {
    try why("fit").expect(
      """
      ▶ fit  stale: it would run now, because
        output fit is missing
        waits for:  clean
        then runs:  plot
      """
    )
    try project.run().expect(status: 0)
    try why("fit", "fit", "plot").expect(
      """
      ✓ fit  up to date
        since:      run RUN, TIME · SECONDS
        compared:   3 inputs, 1 script, 1 output, arguments, 1 variable
        judged by:  time and size of the files

      ✓ plot  up to date
        since:      run RUN, TIME · SECONDS
        compared:   1 input, 1 output, commands
        judged by:  time and size of the files
      """
    )
    try why().expect("✓ nothing would run: no stage is stale")
  }

  @Test func `a file that a checkout has touched, through a chain of three`() throws {
    try project.run().expect(status: 0)
    try project.touch("in", at: 1_700_000_000)
    try why("plot").expect(
      """
      · plot  may run: that depends on fit
        plot   reads fit, made by fit
        fit    reads clean, made by clean
        clean  would run: input in changed since the last run: now an older file
               was  TIME  2 B
               is   TIME  2 B
        last ran:  TIME · SECONDS · run RUN
      """
    )
    try why().expect(
      """
      ▶ clean  stale: it would run now, because
        input in changed since the last run: now an older file
          was  TIME  2 B
          is   TIME  2 B
        last ran:      TIME · SECONDS · run RUN
        then may run:  fit, plot
      """
    )
    // What was run apart wakes by what it has made: who made it is told.
    try project.run("-q", "--to", "clean").expect(status: 0)
    try why("fit").expect(
      """
      ▶ fit  stale: it would run now, because
        input clean changed since the last run
          was  TIME  2 B
          is   TIME  2 B
          made by clean, last in run RUN, TIME
        last ran:      TIME · SECONDS · run RUN
        then may run:  plot
      """
    )
  }

  @Test func `where the bytes decide, a touch is no reason`() throws {
    let content = ["staleness": "content"]
    project.forgetStages()
    try project.stage("copy", "cat in > out", in: ["in"], out: ["out"], more: content)
    try project.run().expect(status: 0)
    try project.touch("in", at: 1_700_000_000)
    try why("copy").expect(
      """
      ✓ copy  up to date
        since:      run RUN, TIME · SECONDS
        compared:   1 input, 1 output, commands
        judged by:  what is in the files, where their times differ
      """
    )
    let file = try project.start(["why", "--file", "in"]).finish().stdout
    #expect(file.hasSuffix("read by:  copy, as input: as its last run saw it\n"))
  }

  @Test func `an argument, a variable and the files of a glob`() throws {
    try project.run(env: ["REGION": "eu"]).expect(status: 0)
    try declare(top: "20")
    try project.file("raw/c.csv")
    try project.remove("raw/a.csv")
    try why("fit", env: ["REGION": "us"]).expect(
      """
      ▶ fit  stale: it would run now, because
        arguments of fit.sh changed
          was  --top 10 --seed 1
                     ^^
          is   --top 20 --seed 1
                     ^^
        variable REGION changed
          only a digest of its value is kept, so the old value is not known
        files of input raw/*.csv changed (+1 −1)
          + raw/c.csv
          − raw/a.csv
        last ran:      TIME · SECONDS · run RUN
        then may run:  plot
      """
    )
  }

  @Test func `a long command, and one of several lines`() throws {
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
    try why("l*").expect(
      """
      ▶ long  stale: it would run now, because
        command changed
          … 19 words as before
            word-19
          − word-20
          + WORD
          … 12 words as before
        last ran:  TIME · SECONDS · run RUN

      ▶ lines  stale: it would run now, because
        command changed
            set -e
          − for i in 1 2; do
          + for i in 1 2 3; do
          … 2 lines as before
        last ran:  TIME · SECONDS · run RUN
      """
    )
  }

  @Test func `a stage with a new name`() throws {
    try project.run().expect(status: 0)
    try declare(clean: "tidy")
    try why("tidy").expect(
      """
      ▶ tidy  stale: it would run now, because
        never run here
          clean, which the manifest no longer has, made its output clean
          in run RUN, TIME
        then may run:  fit, plot
      """
    )
    project.forgetStages()
    try project.stage("tidy", "cat in > tidy", in: ["in"], out: ["tidy"])
    try why("plot").expect(
      stderr: """
        error: there is no stage `plot`, and no stage makes a file of that name
          stages:   tidy
          history:  it last succeeded in run RUN, TIME
        hint: `pipeline --list-stages` shows them all
        """,
      status: 2
    )
  }

  @Test func `without a name the first of those that would run`() throws {
    project.forgetStages()
    for index in 10..<22 { try project.stage("s\(index)", "true", in: ["in"]) }
    let lines = try why().stdout.split(separator: "\n")
    #expect(lines[0] == "▶ s10  stale: it would run now, because" && lines[1] == "  never run here")
    #expect(lines.count == 21 && lines[20] == "… and 2 more stages that would run (-v)")
    #expect(try why("-v").stdout.split(separator: "\n").count == 24)
    let data = Data(try why("--json").rawOutput.utf8)
    let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect((object["stages"] as? [Any])?.count == 12)
  }

  @Test func `a stage that failed`() throws {
    try project.run().expect(status: 0)
    try declare(command: "echo no; exit 3")
    try project.run().expect(status: 1)
    try why("clean", "fit").expect(
      """
      ✗ clean  failed: it would run now, because
        last attempt failed (exit 3)
        command changed
          was  cat in > clean
               ^^^^^^^^^^^^^^
          is   echo no; exit 3
               ^^^^^^^^^^^^^^^
        failed:        TIME · SECONDS · run RUN
        succeeded:     last in run RUN, TIME
        output:        .pipeline/runs/RUN/clean.1.log
        then may run:  fit, plot

      · fit  may run: that depends on clean
        fit    reads clean, made by clean
        clean  would run: last attempt failed (exit 3) (and 1 more reason)
        last ran:      TIME · SECONDS · run RUN
        then may run:  plot
      """
    )
  }

  @Test func `a stage that runs now, and that was interrupted`() throws {
    let wait = ": > started; while [ ! -s go ]; do sleep 0.02; done"
    try project.stage("wait", wait, in: ["in"])
    let running = try project.start(["wait"])
    try running.wait(forFile: "started")
    try why("wait").expect(
      """
      ▶ wait  is running now
        started:  TIME · run RUN
        because:  never run here
        output:   .pipeline/runs/RUN/wait.1.log
      """,
      stderr: """
        note: a run is going on since TIME: this is how things stand at this moment
        hint: `pipeline status` shows what it does
        """
    )
    running.signal(SIGKILL)
    _ = try running.finish()
    try why("wait").expect(
      """
      · wait  interrupted: it would run now, because
        last attempt was interrupted
        started:  TIME · run RUN
        output:   .pipeline/runs/RUN/wait.1.log
      """
    )
  }

  @Test func `records that are damaged`() throws {
    try project.run().expect(status: 0)
    let path = project.path(".pipeline/state")
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes[bytes.count - 1] ^= 0xFF
    try bytes.write(to: URL(fileURLWithPath: path))
    let damaged = "the records in .pipeline/state are damaged"
    try why("fit", "plot").expect(
      """
      ▶ fit  stale: it would run now, because
        how its last attempt ended is not known: \(damaged)
        succeeded:  last in run RUN, TIME
        waits for:  clean
        then runs:  plot

      ▶ plot  stale: it would run now, because
        how its last attempt ended is not known: \(damaged)
        waits for:  fit
      """,
      stderr: """
        warning: the records in `.pipeline/state` are damaged: stages run again that need not
        """
    )
  }

  @Test func `an upstream stage that only a name connects`() throws {
    try project.stage("ask", "true", in: ["in"])
    try project.stage("tell", "true", in: ["raw/a.csv"], up: ["ask"])
    try project.run().expect(status: 0)
    try project.touch("in", at: 1_700_000_000)
    try why("tell").expect(
      """
      ▶ tell  stale: it would run now, because
        upstream ask would run before it
        tell  waits for ask, by name
        ask   would run: input in changed since the last run: now an older file
              was  TIME  2 B
              is   TIME  2 B
        last ran:   TIME · SECONDS · run RUN
        waits for:  ask
      """
    )
    try project.run("-q", "--stage", "ask").expect(status: 0)
    try why("tell").expect(
      """
      ▶ tell  stale: it would run now, because
        upstream ask ran again
          was  run RUN, TIME
          is   run RUN, TIME
        last ran:  TIME · SECONDS · run RUN
      """
    )
  }

  @Test func `an output stands for its maker, and an unknown name gets the nearest`() throws {
    try project.run().expect(status: 0)
    #expect(try why("plot").stdout == why("plot", "plot").stdout)
    try project.stage("draw", "cat fit > picture", in: ["fit"], out: ["picture"])
    let answer = try project.start(["why", "picture"]).finish().stdout
    #expect(answer.hasPrefix("▶ draw  stale"))
    try why("plit").expect(
      stderr: """
        error: there is no stage `plit`, and no stage makes a file of that name
          stages:  clean, fit, plot, draw
        hint: did you mean `plot`?
        """,
      status: 2
    )
    #expect(try why("pictur").stderr.hasSuffix("hint: did you mean `picture`?\n"))
    try why("fit", "--file", "fit").expect(
      stderr: """
        error: `pipeline why --file` takes no argument `fit`
        hint: `pipeline help why` shows how it is used
        """,
      status: 2
    )
  }

  @Test func `as data`() throws {
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
