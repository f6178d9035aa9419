import Foundation
import Testing

/// What a file is to the pipeline, and what no stage makes any more.
@Suite struct WhyFileTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
    try project.file("data/raw/a.csv", "a\n")
    try project.file("fit.sh", "cat clean data/raw/*.csv > fit\n")
    try project.stage("clean", "cat in > clean; echo > extra", in: ["in"], out: ["clean", "extra"])
    try project.stage(
      "fit",
      script: "fit.sh",
      in: ["clean", "data/raw/*.csv"],
      out: ["fit"]
    )
    try project.run().expect(status: 0)
  }

  private func file(_ path: String, in folder: String = "") throws -> Outcome {
    try project.run("why", "--file", path, in: folder)
  }

  @Test func `an output, as it was left, changed by hand, and missing`() throws {
    try file("fit").expect(
      """
      fit
        now:      TIME · 4 B, as fit left it
        made by:  fit, which is up to date
        last in:  run RUN, TIME
        from:     clean           TIME · 2 B
                  data/raw/a.csv  TIME · 2 B
                  fit.sh          TIME · 31 B
        read by:  no stage
      """
    )
    try project.touch("in", at: 1_700_000_000)
    try project.file("fit", "by hand\n")
    try project.remove("data/raw/a.csv")
    try file("fit").expect(
      """
      fit
        now:      TIME · 8 B, changed since
                  fit left it at TIME · 4 B
        made by:  fit, which would run now, because
                  input set data/raw/*.csv changed (−1): −data/raw/a.csv (and 1 more reason)
        last in:  run RUN, TIME
        from:     data/raw/a.csv  TIME · 2 B, now not there
                  clean           TIME · 2 B
                  fit.sh          TIME · 31 B
        read by:  no stage
      """
    )
    try project.remove("clean")
    try file("clean").expect(
      """
      clean
        now:      missing; clean left it at TIME · 2 B
        made by:  clean, which would run now, because
                  input in changed since the last run (TIME → TIME, an older file) (and 1 more reason)
        last in:  run RUN, TIME
        from:     in  TIME · 2 B, now TIME · 2 B
        read by:  fit, as input: gone since its last run
      """
    )
  }

  @Test func `an input and a script, named from where one stands, or from the root`() throws {
    let answer = """
      data/raw/a.csv
        now:      TIME · 2 B
        made by:  no stage
        read by:  fit, by input data/raw/*.csv: as its last run saw it
      """
    try file("a.csv", in: "data/raw").expect(answer)
    try file("data/raw/a.csv", in: "data").expect(answer)
    try file(project.path("data/raw/a.csv"), in: "data").expect(answer)
    try project.file("fit.sh", "cat clean data/raw/*.csv > fit # again\n")
    try file("fit.sh").expect(
      """
      fit.sh
        now:      TIME · 39 B
        made by:  no stage
        read by:  fit, as script: changed since its last run, which saw TIME · 31 B
      """
    )
    try project.file("data/raw/b.csv", "b\n")
    try file("data/raw/b.csv").expect(
      """
      data/raw/b.csv
        now:      TIME · 2 B
        made by:  no stage
        read by:  fit, by input data/raw/*.csv: was not there in its last run
      """
    )
  }

  @Test func `a file that no stage has to do with`() throws {
    try file("claen").expect(
      """
      claen  is not there, and no stage makes or reads it
      hint: did you mean `clean`?
      """
    )
    try project.file("notes.txt", "x\n")
    try file("notes.txt").expect(
      """
      notes.txt  no stage makes or reads it
        now:  TIME · 2 B
      """
    )
  }

  @Test func `what no stage makes any more, after a new name and after a new declaration`() throws {
    project.forgetStages()
    try project.stage("tidy", "cat in > tidy", in: ["in"], out: ["tidy"])
    try project.stage("fit", "cat tidy > model", in: ["tidy"], out: ["model"])
    let clean = "made by clean in run RUN"
    try project.run("status").expect(
      """
      p · 2 stages · 2 stale
      last run: succeeded · TIME · SECONDS · pipeline
      ▶ tidy  stale: never run here
      ▶ fit   stale: scripts changed (fit.sh → cat tidy > model) (and 2 more reasons) · ran TIME · SECONDS
      no stage makes these files any more:
        clean  \(clean)
        extra  \(clean)
        fit    made by fit in run RUN
      hint: `pipeline` runs what must run; `pipeline why fit` gives every reason
      """
    )
    try file("extra").expect(
      """
      extra
        now:      TIME · 1 B
        made by:  no stage
        earlier:  clean, in run RUN, TIME
                  the manifest has no such stage now
        read by:  no stage
      """
    )
    // The run remembers what it replaces, and what stages made that are gone.
    try project.run("-q").expect(status: 0)
    try project.run("-q", "--force").expect(status: 0)
    try project.remove("clean")
    try project.run("status").expect(
      """
      p · 2 stages · 2 up to date
      last run: succeeded · TIME · SECONDS · pipeline -q --force
      ✓ tidy  up to date · ran TIME · SECONDS
      ✓ fit   up to date · ran TIME · SECONDS
      no stage makes these files any more:
        extra  \(clean)
        fit    made by fit before run RUN
      """
    )
    try file("fit").expect(
      """
      fit
        now:      TIME · 4 B
        made by:  no stage
        earlier:  fit, before run RUN, TIME
                  the stage no longer declares it
        read by:  no stage
      """
    )
    let data = Data(try project.run("status", "--json").rawOutput.utf8)
    let status = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let former = try #require(status["former_outputs"] as? [[String: Any]])
    #expect(former.map { $0["path"] as? String } == ["extra", "fit"])
    #expect(former.map { $0["stage"] as? String } == ["clean", "fit"])
    #expect(former[0]["before_run"] is NSNull && former[1]["run"] is NSNull)
    // Declared again, or gone, it is not named.
    try project.stage("more", "echo > extra", out: ["extra"])
    try project.remove("fit")
    #expect(try !project.run("status").stdout.contains("any more"))
  }

  @Test func `of many such files only the first are named`() throws {
    let names = (10..<30).map { "out/\($0)" }
    project.forgetStages()
    let command = "for i in \(names.joined(separator: " ")); do echo > $i; done"
    try project.stage("many", command, out: names)
    try project.run().expect(status: 0)
    project.forgetStages()
    try project.stage("one", "echo > one", out: ["one"])
    let lines = try project.run("status", "one").stdout.split(separator: "\n")
    #expect(lines[3] == "no stage makes these files any more:")
    #expect(lines[7] == "  out/10  made by many in run RUN")
    #expect(lines[14] == "  … and 13 more")
  }

  @Test func `as data`() throws {
    try project.file("fit", "by hand\n")
    let text = try project.run("why", "--file", "fit", "--json").rawOutput
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    )
    let file = try #require(object["file"] as? [String: Any])
    #expect(file["path"] as? String == "fit" && file["nearest"] is NSNull)
    #expect((file["now"] as? [String: Any])?["size"] as? Int == 8)
    let maker = try #require(file["maker"] as? [String: Any])
    #expect(maker["stage"] as? String == "fit" && maker["verdict"] as? String == "run")
    let left = try #require(maker["left"] as? [String: Any])
    #expect((left["then"] as? [String: Any])?["size"] as? Int == 4)
    #expect((left["change"] as? [String: Any])?["change"] as? String == "changed")
    let sources = try #require(maker["sources"] as? [[String: Any]])
    #expect(sources.map { $0["path"] as? String } == ["clean", "data/raw/a.csv", "fit.sh"])
    #expect(sources.allSatisfy { $0["change"] is NSNull })
  }
}
