/// A small terminal: takes the bytes that a program writes and shows what a person would see.
///
/// It knows line ends, carriage returns, wrapping at the right edge, cursor-up, erase-below and colours
/// (which it passes over), and breaks lines anew when its width changes, as most terminals do. What it
/// does not know it counts.
package struct TerminalGrid {
  private struct Row {
    var cells: [Character] = []
    /// Whether the line goes on in the next row.
    var isWrapped = false
  }

  package private(set) var columns: Int
  package private(set) var height: Int
  /// How many escapes were none of those that it knows.
  package private(set) var unknown = 0
  /// How many escapes of colours there were.
  package private(set) var colors = 0
  private var rows = [Row()]
  /// The cursor's row among all, with what has scrolled away, and its column.
  private var row = 0
  private var column = 0
  private var pending: [UInt8] = []

  package init(columns: Int, height: Int) {
    (self.columns, self.height) = (columns, height)
  }

  /// All lines, with those that have scrolled away, without spaces at their ends; the lines that were
  /// broken at the edge are whole.
  package var lines: [String] {
    var lines: [String] = []
    var isOpen = false
    for row in rows {
      let text = String(row.cells.filter { $0 != Self.behindWide })
      if isOpen { lines[lines.count - 1] += text } else { lines.append(text) }
      isOpen = row.isWrapped
    }
    return lines.map { line in
      String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// Whether the cursor stands at the beginning of an empty line with nothing below it.
  package var isAtFreshLine: Bool {
    column == 0 && rows[row...].allSatisfy { $0.cells.allSatisfy { $0 == " " } }
  }

  /// How many rows there have ever been, down to the cursor.
  package var cursorRow: Int { row }

  /// Writes text; a line feed also returns, as terminals are set up.
  package mutating func write(_ text: String) { write(Array(text.utf8)) }

  /// Writes bytes, cut anywhere.
  package mutating func write(_ bytes: [UInt8]) {
    let all = pending + bytes
    // What ends within an escape or a character waits for more.
    var end = all.count
    if let escape = all.suffix(16).lastIndex(of: 0x1B),
      !all[escape...].dropFirst(2).contains(where: { (0x40...0x7E).contains($0) })
    {
      end = escape
    } else {
      let last = all.suffix(3).lastIndex { $0 >= 0xC0 }
      if let last, all.count - last < (all[last] >= 0xF0 ? 4 : all[last] >= 0xE0 ? 3 : 2) {
        end = last
      }
    }
    pending = Array(all[end...])
    var scalars = Substring(String(decoding: all[..<end], as: UTF8.self)).unicodeScalars
    while let scalar = scalars.popFirst() {
      if scalar == "\u{1B}" { obey(&scalars) } else { take(scalar) }
    }
  }

  /// The terminal gets another size; lines that the edge had broken are broken anew.
  package mutating func resize(columns: Int, height: Int) {
    let before = rows[..<row]
    var whole: [Row] = []
    var isOpen = false
    for row in before {
      if isOpen { whole[whole.count - 1].cells += row.cells } else { whole.append(row) }
      isOpen = row.isWrapped
    }
    rows = whole.flatMap { line in
      var parts: [Row] = []
      var rest = line.cells[...]
      repeat {
        parts.append(Row(cells: Array(rest.prefix(columns)), isWrapped: rest.count > columns))
        rest = rest.dropFirst(columns)
      } while !rest.isEmpty
      return parts
    }
    rows.append(Row())
    (self.columns, self.height) = (columns, height)
    (row, column) = (rows.count - 1, 0)
  }

  private mutating func obey(_ scalars: inout Substring.UnicodeScalarView) {
    guard scalars.first == "[" else {
      unknown += 1
      return
    }
    scalars.removeFirst()
    var parameters = ""
    while let scalar = scalars.popFirst() {
      if (0x40...0x7E).contains(scalar.value) {
        perform(scalar, Int(parameters))
        return
      }
      parameters.unicodeScalars.append(scalar)
    }
  }

  private mutating func perform(_ end: Unicode.Scalar, _ number: Int?) {
    switch end {
    case "m": colors += 1
    case "A": row = max(max(0, rows.count - height), row - max(1, number ?? 1))
    case "J" where (number ?? 0) == 0:
      rows[row].cells = Array(rows[row].cells.prefix(column))
      rows[row].isWrapped = false
      rows.removeSubrange((row + 1)...)
    default: unknown += 1
    }
  }

  private mutating func take(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\n":
      rows[row].isWrapped = false
      nextRow()
      column = 0
    case "\r": column = 0
    case "\t": for _ in 0..<(8 - column % 8) where column < columns { put(" ", width: 1) }
    default:
      let width = Self.width(of: scalar)
      if width == 0 { return }
      if column + width > columns {
        rows[row].isWrapped = true
        nextRow()
        column = 0
      }
      put(Character(scalar), width: width)
    }
  }

  private mutating func nextRow() {
    row += 1
    if row == rows.count { rows.append(Row()) }
  }

  private mutating func put(_ character: Character, width: Int) {
    let missing = max(0, column + width - rows[row].cells.count)
    rows[row].cells += [Character](repeating: " ", count: missing)
    rows[row].cells[column] = character
    if width == 2 { rows[row].cells[column + 1] = Self.behindWide }
    column += width
  }

  /// Stands in the second column of a wide character.
  private static let behindWide: Character = "\u{0}"

  /// Rough, and on purpose not what is tested.
  private static func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0..<0x20, 0x7F, 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F: 0
    case 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xFF01...0xFF60, 0x1F300...0x1FAFF: 2
    default: 1
    }
  }
}
