import Foundation
import Testing

/// `pipeline clean`: the files that it removes, and the files that it keeps.
@Suite struct CleanTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
    try project.stage("copy", "cat in > out", in: ["in"], out: ["out"])
    let plot = "mkdir -p plots; cat out > plots/a; cat out out > plots/b; ln -sf ../in plots/link"
    try project.stage("plot", plot, in: ["out"], out: ["plots/"])
  }

  private func rest() throws -> [String] {
    try project.snapshot().keys.filter { !$0.hasPrefix(".") }.sorted()
  }

  @Test func `without a terminal, clean lists files and removes them only with --yes`() throws {
    try project.run().expect(status: 0)
    let before = try project.snapshot()
    try project.run("clean", "-n").expectRecorded()
    try project.run("clean").expectRecorded(status: 2)
    #expect(try project.snapshot() == before)
    try project.run("clean", "--yes").expectRecorded()
    #expect(try rest() == ["in", "pipeline.json"])
    #expect(try project.read("in") == "1\n")
    try project.run("clean").expectRecorded()
    try project.run().expect(status: 0)
    #expect(try rest().count == 7)
  }

  @Test func `clean --kept removes what runs saved for the user`() throws {
    try project.run().expect(status: 0)
    try project.run("clean", "--kept", "-y").expectRecorded()
    try project.file("out", "by hand\n")
    try project.run().expect(status: 0)
    func keptFiles() throws -> [String] {
      try project.snapshot().keys.filter { $0.hasPrefix(".pipeline/kept/") }.sorted()
    }
    let kept = try keptFiles()
    #expect(kept.contains { $0.hasSuffix("/out") })
    try project.run("clean", "--kept", "-n").expectRecorded()
    #expect(try keptFiles() == kept)
    try project.run("clean", "--kept", "-y").expectRecorded()
    #expect(try keptFiles().isEmpty)
    #expect(project.exists("out") && project.exists("plots/a"))
  }

  @Test func `clean --obsolete removes unchanged files that no stage makes any more`() throws {
    try project.stage(
      "old",
      "cat in > gone; cat in > edited; cat in > source",
      in: ["in"],
      out: ["gone", "edited", "source"]
    )
    try project.run().expect(status: 0)
    project.forgetStages()
    try project.stage("copy", "cat in > out", in: ["in", "source"], out: ["out"])
    try project.file("edited", "by hand\n")
    try project.run("clean", "--obsolete", "-n").expectRecorded()
    #expect(project.exists("gone"))
    try project.run("clean", "--obsolete", "-y").expectRecorded()
    #expect(!project.exists("gone") && project.exists("edited") && project.exists("source"))
    try project.run("clean", "--obsolete", "--force", "-y").expectRecorded()
    #expect(!project.exists("edited") && project.exists("source") && project.exists("out"))
  }

  @Test func `on a terminal, clean asks before it removes files`() throws {
    try project.run().expect(status: 0)
    for (answer, status) in [
      ("n\n", Int32(1)), ("\n", 1), ("\u{04}", 1), ("maybe\n", 1), ("y\n", 0),
    ] {
      #expect(project.exists("out"))
      let terminal = try Terminal()
      let running = try project.start(
        ["clean", "copy"],
        env: ["NO_COLOR": "1"],
        terminal: terminal
      )
      try running.wait("the question") {
        terminal.read()
        return terminal.text.hasSuffix("remove 1 file (2 B)? [y/N] ")
      }
      // The open question does not block other runs.
      try project.start(["--stage", "plot"]).finish().expect(status: 0)
      terminal.type(answer)
      let outcome = try running.finish()
      #expect(outcome.status == status, "\(answer)")
      let last = status == 0 ? "✓ removed 1 file (2 B)\n" : "nothing was removed\n"
      #expect(outcome.stdout.hasSuffix(last))
    }
    #expect(!project.exists("out") && project.exists("plots/a"))
  }

  @Test func `clean removes nothing if a file changed while it asked`() throws {
    try project.run().expect(status: 0)
    let terminal = try Terminal()
    let running = try project.start(["clean"], env: ["NO_COLOR": "1"], terminal: terminal)
    try running.wait("the question") {
      terminal.read()
      return terminal.text.hasSuffix("[y/N] ")
    }
    try project.file("out", "by hand")
    terminal.type("y\n")
    let outcome = try running.finish()
    outcome.expectRecorded(status: 3)
    #expect(try project.read("out") == "by hand" && project.exists("plots/a"))
  }

  @Test func `without --force, clean keeps files that no run made or that changed since`() throws {
    try project.stage("other", "cat plots/given > o", in: ["plots/given"], out: ["o"])
    try project.file("plots/given", "an input\n")
    try project.run("--stage", "copy").expect(status: 0)
    try project.run("--stage", "plot").expect(status: 0)
    try project.file("plots/given", "changed\n")
    try project.file("out", "by hand\n")
    try project.file("plots/notes/today", "mine\n")
    try project.file("plots/.git/HEAD", "mine\n")
    try project.file("o", "never made here\n")
    try project.run("clean", "-y").expectRecorded()
    try project.remove("plots")
    try project.run("--stage", "plot").expect(status: 0)
    try project.file("plots/given", "an input\n")
    try project.file("plots/extra", "mine\n")
    try project.run("clean", "-y", "--force", "plot").expectRecorded()
    #expect(try project.read("plots/given") == "an input\n")
    #expect(try project.read("in") == "1\n")
  }

  @Test func `clean does not follow a link to files outside the root`() throws {
    let scratch = project.home + "/scratch"
    try project.folder(scratch)
    try project.file(project.home + "/in")
    try project.link("plots", to: scratch)
    try project.run().expect(status: 0)
    try project.run("clean", "-y", "--force", "plots/a").expectRecorded()
    #expect(project.exists(scratch + "/a"))
  }

  @Test func `clean handles only the selected stages and refuses unknown names`() throws {
    try project.run().expect(status: 0)
    try project.run("clean", "-n", "--downstream", "plot").expectRecorded()
    try project.run("clean", "-n", "--stage", "c*").expectRecorded()
    try project.run("clean", "nope").expectRecorded(status: 2)
  }

  @Test func `clean reports files that it cannot remove, and removes the rest`() throws {
    try project.run().expect(status: 0)
    guard !Tool.isRoot else { return print("skipped: nothing stops root") }
    try project.mode(0o555, "plots")
    let outcome = try project.run("clean", "-y").expect(status: 1)
    #expect(
      outcome.stderr.hasPrefix("error: not everything could be removed: 3 of them could not\n")
    )
    #expect(!project.exists("out"))
  }

  @Test func `clean --runs removes old output logs but keeps the newest of each stage`() throws {
    try project.run().expect(status: 0)
    for _ in 0..<2 { try project.run("--force", "--stage", "copy").expect(status: 0) }
    try project.file(".pipeline/kept/x", "precious\n")
    try project.run("clean", "--runs", "-y").expectRecorded()
    let line = try #require(try project.log("cleaned").first?["cleaned"] as? [String: Any])
    let removed = try #require(line["files"] as? [String])
    #expect(removed.count == 2 && line["count"] as? Int == 2 && line["user"] is String)
    #expect(removed.allSatisfy { $0.hasPrefix(".pipeline/runs/") && !project.exists($0) })
    let runs = try FileManager.default.contentsOfDirectory(atPath: project.path(".pipeline/runs"))
    #expect(runs.count == 2)
    for stage in ["copy", "plot"] {
      #expect(try project.run("log", "--output", stage).status == 0)
    }
    #expect(project.exists(".pipeline/kept/x") && project.exists("out"))
    try project.run("clean", "--runs").expectRecorded()
    // The log line of the removal does not belong to a run.
    #expect(try project.run("log").stdout.split(separator: "\n").count == 3)
  }

  @Test func `clean removes nothing while a run is in progress`() throws {
    try project.run().expect(status: 0)
    let wait = "touch started; while [ ! -e go ]; do sleep 0.02; done; cat in > w"
    try project.stage("wait", wait, in: ["in"], out: ["w"])
    let running = try project.start()
    try running.wait(forFile: "started")
    let refused = try project.start(["clean", "-y"]).finish()
    refused.expectRecorded(status: 3)
    #expect(try project.start(["clean", "-n"]).finish().status == 0)
    try project.file("go")
    try running.finish().expect(status: 0)
    #expect(project.exists("out"))
  }
}
