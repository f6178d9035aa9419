import Foundation
import PipelineTestSupport
import Testing

/// The live block at the bottom of a terminal, as a user sees it.
@Suite struct LiveBlockTests {
  let project: Project
  let terminal: Terminal
  static let environment = ["TERM": "xterm", "NO_COLOR": "1"]

  init() throws {
    project = try Project()
    terminal = try Terminal()
    terminal.resize(columns: 80, rows: 24)
    try project.file("in", "1\n")
  }

  /// Returns the current content of the terminal.
  private func screen(columns: Int = 80) -> TerminalGrid {
    terminal.read()
    var grid = TerminalGrid(columns: columns, height: 24)
    grid.write(project.masked(String(decoding: terminal.rawBytes, as: UTF8.self)))
    return grid
  }

  /// Adds a stage that prints, waits for the test, and prints again.
  private func addWaitingStage(_ name: String) throws {
    let wait = "while [ ! -e go ]; do sleep 0.02; done"
    try project.stage(
      name,
      "echo \(name) one; printf 'half '; touch \(name).here; \(wait); echo two",
      in: ["in"]
    )
  }

  private func start(_ arguments: String..., env: [String: String] = environment) throws
    -> RunningTool
  {
    try project.start(arguments, env: env.mapValues { $0 }, terminal: terminal)
  }

  private func check(_ running: RunningTool, status: Int32) throws {
    let outcome = try running.finish()
    outcome.expect(status: status)
    running.checkInvariants(outcome, #_sourceLocation)
  }

  @Test func `the block shows running stages and their last output, then disappears`() throws {
    for name in ["a", "b"] { try addWaitingStage(name) }
    let running = try start("-j", "2")
    try running.wait("both in the block") {
      let lines = screen().lines
      return ["a", "b"].allSatisfy { name in
        lines.contains { $0.hasPrefix("▶ \(name)  ") && $0.hasSuffix(" s  half") }
      }
    }
    let middle = screen()
    #expect(middle.isAtFreshLine)
    #expect(middle.lines.contains { $0.contains("2 running") })
    #expect(middle.unknown == 0)
    try project.file("go")
    try check(running, status: 0)
    let end = screen()
    #expect(end.isAtFreshLine && end.unknown == 0 && end.colors == 0)
    let lines = end.lines.filter { !$0.contains("while [") }
    #expect(
      lines.sorted() == [
        "", "a │ a one", "a │ half two", "b │ b one", "b │ half two",
        "p · 2 stages · 2 to run", "▶ a  has never run here", "▶ b  has never run here",
        "✓ a  SECONDS",
        "✓ b  SECONDS", "✓ done in SECONDS · 2 ran",
      ]
    )
    #expect(lines.suffix(2) == ["✓ done in SECONDS · 2 ran", ""])
  }

  @Test func `after Ctrl-C the block explains a second one and leaves a clean terminal`() throws {
    let command = "trap 'touch told' TERM; touch started; while [ ! -e go ]; do sleep 0.02; done"
    try project.stage("slow", command, in: ["in"])
    let running = try start()
    try running.wait(forFile: "started")
    try running.wait("the block") { screen().lines.contains { $0.contains("1 running") } }
    terminal.type("\u{03}")
    try running.wait(forFile: "told")
    try running.wait("the word about a second one") {
      screen().lines.contains(
        "stopping the running stages · press Ctrl-C again to kill them now"
      )
    }
    try project.file("go")
    try check(running, status: -SIGINT)
    let end = screen()
    #expect(end.isAtFreshLine)
    #expect(
      Array(end.lines.suffix(3)) == [
        "· slow  stopped · SECONDS", "✗ interrupted by signal 2 (INT) · 1 cancelled · SECONDS", "",
      ]
    )
    #expect(!end.lines.contains { $0.contains("stopping") || $0.contains("^C") })
  }

  @Test func `Ctrl-Z leaves a clean terminal, and fg brings the block back`() throws {
    try addWaitingStage("a")
    let shell = "set -m; \"$0\"; echo shell; while [ ! -e on ]; do sleep 0.02; done; fg; echo end"
    let command = Command(
      ["/bin/bash", "-c", shell, Tool.path],
      environment: Tool.environment(home: project.home, marker: project.marker)
        .merging(Self.environment) { $1 },
      folder: project.root
    )
    let running = try RunningTool(
      project: project,
      label: "fg",
      command: command,
      terminal: terminal
    )
    func hasBlock() -> Bool { screen().lines.contains { $0.hasSuffix(" s  half") } }
    try running.wait("the block") { hasBlock() }
    terminal.type("\u{1A}")
    try running.wait("the shell") { screen().lines.contains("shell") }
    let stopped = screen()
    #expect(!hasBlock() && stopped.isAtFreshLine)
    #expect(!stopped.lines.contains { $0.contains("1 running") })
    try project.file("on")
    try running.wait("the block again") { hasBlock() }
    #expect(screen().lines.count { $0.hasSuffix(" s  half") } == 1)
    try project.file("go")
    try check(running, status: 0)
    #expect(
      Array(screen().lines.suffix(5)) == [
        "  half two", "✓ a  SECONDS", "✓ done in SECONDS · 1 ran", "end", "",
      ]
    )
  }

  @Test func `a narrower window redraws the block at its new width, without duplicates`() throws {
    try project.stage(
      "slow",
      "echo \(String(repeating: "long ", count: 30)); touch started;"
        + " while [ ! -e go ]; do sleep 0.02; done",
      in: ["in"]
    )
    let running = try start()
    try running.wait(forFile: "started")
    func stageLines(_ grid: TerminalGrid) -> [String] {
      grid.lines.filter { $0.hasPrefix("▶ slow") && $0.contains(" s  long") }
    }
    try running.wait("the block") { stageLines(screen()).count == 1 }
    terminal.read()
    var grid = TerminalGrid(columns: 80, height: 24)
    let before = terminal.rawBytes
    grid.write(before)
    terminal.resize(columns: 40, rows: 24)
    grid.resize(columns: 40, height: 24)
    var done = before.count
    try running.wait("the narrow block") {
      terminal.read()
      let bytes = terminal.rawBytes
      grid.write(Array(bytes[done...]))
      done = bytes.count
      let lines = stageLines(grid)
      return lines.count == 1 && lines[0].count < 40
    }
    try project.file("go")
    try check(running, status: 0)
    grid.write(Array(terminal.rawBytes[done...]))
    #expect(stageLines(grid).isEmpty && grid.isAtFreshLine)
    #expect(grid.lines.count { $0.hasPrefix("  long long") } == 1)
  }

  @Test(arguments: [(0, 0), (1, 1), (15, 3), (65_535, 65_535), (80, 2)])
  func `a terminal of an odd size causes no error`(columns: Int, rows: Int) throws {
    terminal.resize(columns: columns, rows: rows)
    // The stage runs long enough that the block is drawn more than once.
    try project.stage("a", "echo one; sleep 0.4; echo two", in: ["in"])
    try check(try start(), status: 0)
    #expect(terminal.text.hasSuffix("ran\n"))
  }

  @Test(arguments: [["TERM": "dumb"], ["TERM": nil], ["TERM": ""]])
  func `a terminal without cursor control gets no block`(env: [String: String?]) throws {
    try addWaitingStage("a")
    let running = try project.start([], env: env, terminal: terminal)
    try running.wait(forFile: "a.here")
    try running.wait("what the script printed") { screen().lines.contains("  half") }
    try project.file("go")
    try check(running, status: 0)
    #expect(!terminal.text.contains("\u{1B}[J") && terminal.text.contains("  half two\n"))
  }
}
