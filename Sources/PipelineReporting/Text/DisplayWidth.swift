extension StringProtocol {
  /// How many columns the text takes on a terminal; where terminals differ, the most.
  ///
  /// It is to hold nothing that moves the cursor.
  package var columns: Int {
    if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return utf8.count }
    var meter = ColumnMeter()
    for scalar in unicodeScalars { meter.add(scalar) }
    return meter.columns
  }

  /// As much of the text as fits into so many columns, with a sign at its end where that is not all.
  ///
  /// - Parameters:
  ///   - width: The columns; less than 1 is none.
  ///   - ellipsis: The sign; left out where not even that fits.
  /// - Returns: The text.
  func cut(toColumns width: Int, ellipsis: String = "…") -> String {
    // What takes no column can be endless too.
    if utf8.count <= Swift.max(0, width) * 8, columns <= width { return String(self) }
    let sign = ellipsis.columns <= width ? ellipsis : ""
    let room = width - sign.columns
    var kept = String.UnicodeScalarView()
    var meter = ColumnMeter()
    for scalar in unicodeScalars {
      meter.add(scalar)
      if meter.columns > room || kept.count > room * 8 { break }
      kept.append(scalar)
    }
    return String(kept) + sign
  }
}

/// Adds up the columns of a text, character by character.
struct ColumnMeter {
  private(set) var columns = 0
  private var last = 0

  /// Counts the next character.
  mutating func add(_ scalar: Unicode.Scalar) {
    // U+FE0F asks for the emoji of what stands before it, which is wide.
    let width = scalar == "\u{FE0F}" && last == 1 ? 1 : scalar.columns
    columns += width
    last = width
  }
}
