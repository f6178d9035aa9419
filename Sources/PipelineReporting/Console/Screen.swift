/// What of a terminal belongs to the live block, and the bytes that change it.
///
/// Every line of the block has an end, so the cursor stands at the beginning of the line below it
/// whenever nothing is being written: whoever takes the terminal over then finds it clean.
///
/// Source: ECMA-48, 8.3.22 CUU (cursor up), 8.3.39 ED (erase to the end of the page).
package struct Screen: Equatable, Sendable {
  /// The lines that are on the terminal now.
  package private(set) var drawn: [BlockLine] = []

  /// Makes the screen of a terminal without a block.
  package init() {}

  /// Puts text above the block, and another block in the place of the old one.
  ///
  /// - Parameters:
  ///   - text: Whole lines, which stay; maybe none.
  ///   - block: The new block; one that would fill the terminal is not drawn.
  ///   - size: The terminal's size.
  /// - Returns: What to write, all at once; nothing where nothing changes.
  package mutating func update(above text: String, block: [BlockLine], in size: TerminalSize)
    -> String
  {
    let fitting = Self.rows(of: block, size) < size.rows ? block : []
    if text.isEmpty && fitting == drawn { return "" }
    let erased = erase(in: size)
    drawn = fitting
    let ended = text.isEmpty || text.hasSuffix("\n") ? text : text + "\n"
    return erased + ended + fitting.map { $0.text + "\n" }.joined()
  }

  /// Takes the block away.
  ///
  /// - Parameter size: The terminal's size.
  /// - Returns: What to write.
  package mutating func erase(in size: TerminalSize) -> String {
    if drawn.isEmpty { return "" }
    let rows = Self.rows(of: drawn, size)
    drawn = []
    // What was typed meanwhile (^C) may stand behind the block.
    return "\r\u{1B}[\(rows)A\u{1B}[J"
  }

  /// The block is no longer where it was: somebody else has written below it.
  package mutating func forget() {
    drawn = []
  }

  /// How many rows lines take that were made for another width, when the terminal breaks them anew.
  private static func rows(of lines: [BlockLine], _ size: TerminalSize) -> Int {
    let edge = max(1, size.edge)
    return lines.reduce(0) { $0 + max(1, ($1.columns + edge - 1) / edge) }
  }
}

/// How large a terminal is.
package struct TerminalSize: Equatable, Sendable {
  /// How many columns lines are laid out for.
  package let columns: Int
  package let rows: Int
  /// In which column the terminal really breaks lines.
  package let edge: Int

  /// Narrower than this is taken for a terminal that does not know its size.
  private static let fewestColumns = 20

  /// Makes the size from what the terminal says; where that is none, from `COLUMNS` and `LINES`, or 80 × 24.
  package init(reportedColumns: Int, reportedRows: Int, variables: [String: String]) {
    func variable(_ name: String, atLeast least: Int) -> Int? {
      variables[name].flatMap { Int($0) }.flatMap { (least...9999).contains($0) ? $0 : nil }
    }
    let isUsable = reportedColumns >= Self.fewestColumns
    columns =
      isUsable ? reportedColumns : variable("COLUMNS", atLeast: Self.fewestColumns) ?? 80
    rows = reportedRows > 0 ? reportedRows : variable("LINES", atLeast: 1) ?? 24
    edge = reportedColumns > 0 ? reportedColumns : columns
  }
}
