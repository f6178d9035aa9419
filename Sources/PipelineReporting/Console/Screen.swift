/// The rows of a terminal that the live block occupies, and the bytes that change them.
///
/// Every line of the block ends with a newline. So between writes the cursor is at the start of the line
/// below the block, where another program finds a clean line.
///
/// Source: ECMA-48, 8.3.22 CUU (cursor up), 8.3.39 ED (erase to the end of the page).
package struct Screen: Equatable, Sendable {
  package private(set) var drawn: [BlockLine] = []

  package init() {}

  /// Prints text above the block, replaces the block, and returns the bytes for one write.
  ///
  /// `text` is empty or whole lines, which stay on the terminal. A block that would fill the terminal is not
  /// drawn. The result is empty if nothing changes.
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

  /// Erases the block, and returns the bytes to write.
  package mutating func erase(in size: TerminalSize) -> String {
    if drawn.isEmpty { return "" }
    let rows = Self.rows(of: drawn, size)
    drawn = []
    // The cursor may be after typed text such as ^C.
    return "\r\u{1B}[\(rows)A\u{1B}[J"
  }

  /// Forgets the block, because another program has written below it.
  package mutating func forget() {
    drawn = []
  }

  /// Returns the number of rows that the lines take if the terminal rewraps them at its present width.
  private static func rows(of lines: [BlockLine], _ size: TerminalSize) -> Int {
    let edge = max(1, size.edge)
    return lines.reduce(0) { $0 + max(1, ($1.columns + edge - 1) / edge) }
  }
}

package struct TerminalSize: Equatable, Sendable {
  /// The columns for which lines are laid out.
  package let columns: Int
  package let rows: Int
  /// The column at which the terminal wraps lines.
  package let edge: Int

  /// A terminal that reports fewer columns is assumed not to know its size.
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
