import PipelineTestSupport
import Testing

@testable import PipelinePlanning
@testable import PipelineReporting

/// The effect of the written bytes on an emulated terminal.
struct ScreenTests {
  static func block(_ lines: [String], columns: Int = 80) -> [BlockLine] {
    lines.map { text in
      var line = BlockLine(room: columns - 1, style: .plain)
      line.add(text)
      return line
    }
  }

  static let size = TerminalSize(columns: 80, rows: 24)

  @Test func `one write erases the block, prints the text and draws the new block`() {
    var screen = Screen()
    #expect(
      screen.update(above: "a\n", block: Self.block(["1", "2"]), in: Self.size) == "a\n1\n2\n"
    )
    #expect(
      screen.update(above: "b\n", block: Self.block(["3"]), in: Self.size)
        == "\r\u{1B}[2A\u{1B}[Jb\n3\n"
    )
    #expect(screen.update(above: "", block: Self.block(["3"]), in: Self.size).isEmpty)
    #expect(
      screen.update(above: "c", block: Self.block(["3"]), in: Self.size)
        == "\r\u{1B}[1A\u{1B}[Jc\n3\n"
    )
    #expect(screen.erase(in: Self.size) == "\r\u{1B}[1A\u{1B}[J")
    #expect(screen.erase(in: Self.size).isEmpty)
  }

  @Test func `a block that the terminal wrapped again is erased completely`() {
    var screen = Screen()
    _ = screen.update(
      above: "",
      block: Self.block([String(repeating: "x", count: 79), "y"]),
      in: Self.size
    )
    let narrow = TerminalSize(columns: 40, rows: 24)
    #expect(screen.erase(in: narrow) == "\r\u{1B}[3A\u{1B}[J")
  }

  @Test func `a block that would fill the terminal is not drawn`() {
    var screen = Screen()
    let lines = Self.block((1...5).map { String(repeating: "x", count: 60) + "\($0)" })
    let tiny = TerminalSize(reportedColumns: 5, reportedRows: 24, variables: [:])
    #expect(screen.update(above: "a\n", block: lines, in: tiny) == "a\n")
    #expect(screen.drawn.isEmpty)
  }

  @Test func `text below the block from other programs is left alone`() {
    var screen = Screen()
    _ = screen.update(above: "", block: Self.block(["1"]), in: Self.size)
    screen.forget()
    #expect(screen.update(above: "", block: Self.block(["1"]), in: Self.size) == "1\n")
  }

  /// A person types, the window changes its size, stages come and go: above the block every line of
  /// text stands once and in order, and at the end there is no block.
  @Test(arguments: 0..<40) func `the block leaves no trace`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var screen = Screen()
    var size = TerminalSize(columns: .random(in: 50...100, using: &random), rows: 30)
    var grid = TerminalGrid(columns: size.columns, height: size.rows)
    var said: [String] = []
    for step in 0..<25 {
      var text = ""
      for line in 0..<Int.random(in: 0...3, using: &random) {
        let length = Int.random(in: 1...150, using: &random)
        said.append("\(step).\(line) " + String(repeating: "=", count: length))
        text += said[said.count - 1] + "\n"
      }
      let block = Self.progress(using: &random).lines(in: size, style: LiveBlockTests.color)
      grid.write(screen.update(above: text, block: block, in: size))
      #expect(grid.isAtFreshLine)
      let isClean = grid.lines.dropLast() == (said + screen.drawn.map(Self.plain))[...]
      #expect(isClean)
      if Int.random(in: 0..<4, using: &random) == 0 { grid.write("^C") }
      if Int.random(in: 0..<5, using: &random) == 0 {
        // A resize would also wrap typed text again; no user types and resizes at once.
        grid.write(screen.erase(in: size))
        grid.write(screen.update(above: "", block: block, in: size))
        size = TerminalSize(
          columns: .random(in: 50...100, using: &random),
          rows: .random(in: 30...40, using: &random)
        )
        grid.resize(columns: size.columns, height: size.rows)
      }
    }
    grid.write(screen.erase(in: size) + "end\n")
    let isClean = grid.lines == said + ["end", ""]
    #expect(isClean)
    #expect(grid.unknown == 0)
  }

  private static func plain(_ line: BlockLine) -> String {
    var grid = TerminalGrid(columns: 200, height: 2)
    grid.write(line.text)
    return grid.lines[0]
  }

  private static func progress(using random: inout SeededGenerator) -> LiveBlock {
    let names = (0..<Int.random(in: 0...14, using: &random)).map { "stage-\($0)" }
    return LiveBlock(
      Progress(
        running: names.map {
          LiveBlockTests.running($0, .random(in: 0...9999, using: &random), usual: 60)
        },
        failed: .random(in: 0...2, using: &random),
        elapsed: 3
      ),
      lastLines: Dictionary(names.map { ($0, "日本 says \($0) again and again") }) { $1 }
    )
  }
}

extension TerminalSize {
  /// Makes the size of a terminal that knows its size.
  init(columns: Int, rows: Int) {
    self.init(reportedColumns: columns, reportedRows: rows, variables: [:])
  }
}
