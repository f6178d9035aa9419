import Foundation
import Testing

/// The tool's output without a terminal, and the output of scripts.
@Suite struct PlainOutputTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.file("in", "1\n")
  }

  @Test func `output without a terminal has escapes only on request`() throws {
    try project.stage("a", "printf '\\033[31mred\\033[0m\\033[2J\\n'; exit 1", in: ["in"])
    try project.run(env: ["TERM": "xterm"]).expectRecorded(status: 1)
    for ask in ["--dry-run", "--list-stages", "--help", "--stage=none"] {
      let outcome = try project.run(ask, env: ["TERM": "xterm"])
      #expect(!(outcome.rawOutput + outcome.rawErrors).contains("\u{1B}"))
    }
    let colored = try project.run("--color", "always", env: ["TERM": "dumb", "NO_COLOR": "1"])
    #expect(colored.rawOutput.contains("\u{1B}[31mred\u{1B}[0m"))
  }

  @Test func `a locale without UTF-8 gets ASCII signs`() throws {
    try project.stage("a", "exit 2", in: ["in"])
    try project.stage("b", "true", up: ["a"])
    let outcome = try project.run(env: ["LANG": "C"])
    outcome.expectRecorded(status: 1)
    #expect(outcome.rawOutput.utf8.allSatisfy { $0 < 128 })
  }

  @Test func `more output than a pipe holds does not block the run`() throws {
    let command = "head -c 1000000 /dev/zero | tr '\\0' x >&2; echo end"
    try project.stage("a", command, in: ["in"])
    try project.run("-q").expect()
    let log = try #require(try project.log("stage_finished").last?["output_log"] as? String)
    #expect(try project.read(log) == String(repeating: "x", count: 1_000_000) + "end\n")
  }

  @Test func `binary output does not damage the log and stays unchanged`() throws {
    try project.file(
      "noise.py",
      "import os,sys; os.write(1, bytes(range(256)) * 4000 + b'\\r\\0\\xff')\n"
    )
    try project.stage("a", script: "noise.py", in: ["in"])
    try project.run().expect(status: 0)
    let log = try #require(try project.log("stage_finished").last?["output_log"] as? String)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: project.path(log)))
    #expect(bytes == Data((0..<4000).flatMap { _ in UInt8.min...UInt8.max } + [13, 0, 255]))
  }

  @Test func `the tool shows an unfinished line and starts the next one on a new line`() throws {
    try project.stage("a", "printf 'no end'", in: ["in"])
    try project.stage("b", "printf '10%%\\r50%%\\r100%%\\n'", in: ["in"])
    try project.run().expectRecorded()
  }

  @Test func `quiet shows the last lines of a failed stage on standard error`() throws {
    try project.stage("a", "for i in $(seq 30); do echo line $i; done; exit 1", in: ["in"])
    try project.run("-q").expectRecorded(status: 1)
  }

  @Test func `the tool escapes control characters in names`() throws {
    try project.file("a\u{202E}b\u{1B}[2J\n", "1")
    try project.stage("a", "exit 1", in: ["a\u{202E}b\u{1B}[2J\n", "missing\u{1B}]0;x\u{07}"])
    let outcome = try project.run().expect(status: 3)
    #expect(outcome.stderr.contains("missing\\u{1b}]0;x\\u{7}"))
    try project.file("missing\u{1B}]0;x\u{07}")
    try project.run().expect(status: 1)
    try project.touch("a\u{202E}b\u{1B}[2J\n", at: 1)
    let plan = try project.run("-n", "-v")
    for evil in ["\u{202E}", "\u{1B}", "\u{07}"] { #expect(!plan.rawOutput.contains(evil)) }
  }

  @Test func `a reader that closes the pipe early causes no error`() throws {
    for number in 1...200 { try project.stage("stage-\(number)", "true", in: ["in"]) }
    let command = Command(
      ["/bin/sh", "-c", "(\"$1\" --list-stages; echo $? > status) | head -n 1", "sh", Tool.path],
      environment: Tool.environment(home: project.home, marker: project.marker),
      folder: project.root
    )
    #expect(try command.run() == 0)
    #expect(try project.read("status") == "0\n")
  }

  @Test func `the tool fails if standard output is on a full disk`() throws {
    try project.stage("a", "true", in: ["in"])
    let command = Command(
      ["/bin/sh", "-c", "\"$1\" --list-stages > /dev/full", "sh", Tool.path],
      environment: Tool.environment(home: project.home, marker: project.marker),
      folder: project.root
    )
    #expect(try command.run() != 0)
  }
}
