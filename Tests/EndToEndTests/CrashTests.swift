import Foundation
import Testing

/// A run after a crash has the same result as an undisturbed run.
@Suite struct CrashTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
    // Each script rewrites its output in pieces. The runner must never accept half an output.
    for (input, output) in [("in", "a"), ("a", "b"), ("b", "c")] {
      let write = "echo BEGIN > \(output); cat \(input) >> \(output); echo END >> \(output)"
      try project.stage("make-\(output)", write, in: [input], out: [output])
    }
  }

  private static let result = "BEGIN\nBEGIN\nBEGIN\n1\nEND\nEND\nEND\n"

  @Test(arguments: [
    ".pipeline", ".pipeline/lock", ".pipeline/state", ".pipeline/log.jsonl", ".pipeline/runs", "a",
    "b", "c",
  ])
  func `the next run recovers from a run killed when a file appeared`(file: String) throws {
    let running = try project.start()
    try running.wait(forFile: file)
    running.signal(SIGKILL)
    _ = try running.finish()
    project.toleratesCutLines = true
    try project.run().expect(status: 0)
    #expect(try project.read("c") == Self.result)
    try project.run().expectRecorded()
  }

  @Test func `a run recovers from many killed runs between which the input changed`() throws {
    project.toleratesCutLines = true
    for round in 0..<10 {
      try project.file("in", "\(round)\n")
      let running = try project.start()
      let name = ["a", "b", "c"][round % 3]
      try running.wait("work") {
        ((try? project.read(name)) ?? "").contains("BEGIN") || !running.isAlive
      }
      running.signal([SIGKILL, SIGTERM][round % 2])
      _ = try running.finish()
    }
    try project.file("in", "1\n")
    try project.run("-q").expect(status: 0)
    #expect(try project.read("c") == Self.result)
    try project.run().expectRecorded()
  }

  @Test func `a run does not trust an older output after an interrupted attempt`() throws {
    try project.run()
    try project.file("in", "1\n1\n")
    let command =
      "echo BEGIN > a; if mkdir first 2>/dev/null; then touch started; sleep 1000; fi; cat in >> a; echo END >> a"
    project.forgetStages()
    try project.stage("make-a", command, in: ["in"], out: ["a"])
    try project.stage("use", "cp a used", in: ["a"], out: ["used"])
    let running = try project.start()
    try running.wait(forFile: "started")
    running.signal(SIGTERM)
    _ = try running.finish()
    try project.run("--stage", "use").expectRecorded(status: 3)
    try project.run().expect(status: 0)
    #expect(try project.read("used") == "BEGIN\n1\n1\nEND\n")
  }
}
