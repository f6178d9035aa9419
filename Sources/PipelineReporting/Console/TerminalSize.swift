/// How large a terminal is.
package struct TerminalSize: Equatable, Sendable {
  /// How many columns lines are laid out for.
  package let columns: Int
  package let rows: Int
  /// In which column the terminal really breaks lines.
  package let edge: Int

  /// Narrower than this is taken for a terminal that does not know its size.
  private static let fewestColumns = 20

  /// Makes the size of a terminal that knows its size.
  package init(columns: Int, rows: Int) {
    self.init(reportedColumns: columns, reportedRows: rows, variables: [:])
  }

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
