/// A line of the live block, built piece by piece, which never becomes wider than the terminal.
package struct BlockLine: Equatable, Sendable {
  /// The line with its colors, without a newline.
  package private(set) var text = ""
  package private(set) var columns = 0
  let room: Int
  let style: Style

  var rest: Int { max(0, room - columns) }

  /// Adds a piece, or as much of it as fits.
  mutating func add(_ piece: String, _ color: Style.Color? = nil) {
    let fitting = style.readable(piece).cut(toColumns: rest, ellipsis: style.spelled("…"))
    columns += fitting.columns
    text += color.map { style.paint(fitting, $0) } ?? fitting
  }

  /// Adds a piece and pads it to a width, so that the next pieces of all lines align.
  mutating func add(_ piece: String, paddedTo width: Int, _ color: Style.Color? = nil) {
    let start = columns
    add(piece.cut(toColumns: width, ellipsis: style.spelled("…")), color)
    add(String(repeating: " ", count: max(0, width - (columns - start))))
  }

  mutating func add(_ mark: Style.Mark) {
    guard rest > 1 else { return }
    text += style.mark(mark) + " "
    columns += 2
  }
}
