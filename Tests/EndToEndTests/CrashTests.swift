import Foundation
import Testing

/// Whatever moment a run dies at, the next one ends where an undisturbed one would have.
@Suite struct CrashTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
    // Each output is written in pieces, anew; a half of one must never pass for the whole.
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
  func `a run killed as soon as a file is there is made good by the next`(file: String) throws {
    let running = try project.start()
    try running.wait(forFile: file)
    running.signal(SIGKILL)
    _ = try running.finish()
    project.toleratesCutLines = true
    try project.run().expect(status: 0)
    #expect(try project.read("c") == Self.result)
    try project.run().expectRecorded()
  }

  @Test func `many runs killed, with the input changed in between, are made good too`() throws {
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

  @Test func `an output that was there before an interrupted attempt is not trusted either`() throws
  {
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
