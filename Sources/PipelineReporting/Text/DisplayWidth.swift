extension StringProtocol {
  /// The width in terminal columns of a text that does not move the cursor; the largest if terminals differ.
  package var columns: Int {
    if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return utf8.count }
    var meter = ColumnMeter()
    for scalar in unicodeScalars { meter.add(scalar) }
    return meter.columns
  }

  /// Returns the beginning of the text that fits into `width` columns, with `ellipsis` after a cut.
  ///
  /// A negative width counts as 0. An ellipsis that does not fit is left out.
  func cut(toColumns width: Int, ellipsis: String = "…") -> String {
    // Characters of width 0 could make the text arbitrarily long, so bytes are limited too.
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

/// Adds up the widths of characters, one at a time.
struct ColumnMeter {
  private(set) var columns = 0
  private var last = 0

  mutating func add(_ scalar: Unicode.Scalar) {
    // U+FE0F selects the emoji form of the previous character, which is two columns wide.
    let width = scalar == "\u{FE0F}" && last == 1 ? 1 : scalar.columns
    columns += width
    last = width
  }
}
