import Foundation
import Testing

/// The role of a file in the pipeline, and files that no stage makes anymore.
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

  @Test func `why explains an output that is unchanged, changed by hand or missing`() throws {
    try file("fit").expectRecorded()
    try project.touch("in", at: 1_700_000_000)
    try project.file("fit", "by hand\n")
    try project.remove("data/raw/a.csv")
    try file("fit").expectRecorded()
    try project.remove("clean")
    try file("clean").expectRecorded()
  }

  @Test func `why finds an input or a script from the current folder or from the root`() throws {
    try file("a.csv", in: "data/raw").expectRecorded()
    try file("data/raw/a.csv", in: "data").expectRecorded()
    try file(project.path("data/raw/a.csv"), in: "data").expectRecorded()
    try project.file("fit.sh", "cat clean data/raw/*.csv > fit # again\n")
    try file("fit.sh").expectRecorded()
    try project.file("data/raw/b.csv", "b\n")
    try file("data/raw/b.csv").expectRecorded()
  }

  @Test func `why says that no stage uses a file`() throws {
    try file("claen").expectRecorded()
    try project.file("notes.txt", "x\n")
    try file("notes.txt").expectRecorded()
  }

  @Test func `status names files that no stage makes after a new name or declaration`() throws {
    project.forgetStages()
    try project.stage("tidy", "cat in > tidy", in: ["in"], out: ["tidy"])
    try project.stage("fit", "cat tidy > model", in: ["tidy"], out: ["model"])
    try project.run("status").expectRecorded()
    try file("extra").expectRecorded()
    // The run remembers the outputs that it replaces, and the outputs of removed stages.
    try project.run("-q").expect(status: 0)
    try project.run("-q", "--force").expect(status: 0)
    try project.remove("clean")
    try project.run("status").expectRecorded()
    try file("fit").expectRecorded()
    let data = Data(try project.run("status", "--json").rawOutput.utf8)
    let status = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let former = try #require(status["former_outputs"] as? [[String: Any]])
    #expect(former.map { $0["path"] as? String } == ["extra", "fit"])
    #expect(former.map { $0["stage"] as? String } == ["clean", "fit"])
    #expect(former[0]["before_run"] is NSNull && former[1]["run"] is NSNull)
    // `status` does not name a file that is declared again or gone.
    try project.stage("more", "echo > extra", out: ["extra"])
    try project.remove("fit")
    #expect(try !project.run("status").stdout.contains("anymore"))
  }

  @Test func `status names only the first of many such files`() throws {
    let names = (10..<30).map { "out/\($0)" }
    project.forgetStages()
    let command = "for i in \(names.joined(separator: " ")); do echo > $i; done"
    try project.stage("many", command, out: names)
    try project.run().expect(status: 0)
    project.forgetStages()
    try project.stage("one", "echo > one", out: ["one"])
    let lines = try project.run("status", "one").stdout.split(separator: "\n")
    #expect(
      lines[3] == "no stage makes these files anymore (`pipeline clean --obsolete` removes them):"
    )
    #expect(lines[7] == "  out/10  made by many in run RUN")
    #expect(lines[14] == "  … and 13 more")
  }

  @Test func `why prints its answer about a file as JSON`() throws {
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
