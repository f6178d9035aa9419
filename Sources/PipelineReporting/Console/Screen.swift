/// The live block as it is drawn on the terminal, and the bytes that change it.
///
/// Every line of the block ends with a newline, so between writes the cursor is at the start of an empty
/// line. Source: ECMA-48, 8.3.22 CUU (cursor up), 8.3.39 ED (erase to the end of the page).
package struct Screen: Equatable, Sendable {
  package private(set) var drawn: [BlockLine] = []

  package init() {}

  /// Returns the bytes that print whole lines above the block and replace it; empty if nothing changes.
  ///
  /// A block that would fill the terminal is not drawn.
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

  /// Returns the bytes that erase the block.
  package mutating func erase(in size: TerminalSize) -> String {
    if drawn.isEmpty { return "" }
    let rows = Self.rows(of: drawn, size)
    drawn = []
    // Typed text such as ^C may have moved the cursor away from the first column.
    return "\r\u{1B}[\(rows)A\u{1B}[J"
  }

  /// Forgets the block, because another program has written below it.
  package mutating func forget() {
    drawn = []
  }

  /// Returns the number of rows that the lines fill if the terminal rewraps them at its present width.
  private static func rows(of lines: [BlockLine], _ size: TerminalSize) -> Int {
    let edge = max(1, size.edge)
    return lines.reduce(0) { $0 + max(1, ($1.columns + edge - 1) / edge) }
  }
}

package struct TerminalSize: Equatable, Sendable {
  /// The width for which lines are laid out.
  package let columns: Int
  package let rows: Int
  /// The column at which the terminal wraps lines.
  package let edge: Int

  /// A terminal that reports fewer columns than this probably does not know its size.
  private static let fewestColumns = 20

  /// Uses the size that the terminal reports, else `COLUMNS` and `LINES`, else 80 × 24.
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
