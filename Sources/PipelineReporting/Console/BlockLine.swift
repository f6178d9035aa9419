/// One line of the live block, put together piece by piece, never wider than its room.
package struct BlockLine: Equatable, Sendable {
  /// The line with its colours, without an end.
  package private(set) var text = ""
  /// How many columns it takes.
  package private(set) var columns = 0
  private let room: Int
  private let style: Style

  /// Begins a line.
  init(room: Int, style: Style) {
    self.room = room
    self.style = style
  }

  /// How many columns are free.
  var rest: Int { max(0, room - columns) }

  /// Adds a piece, or as much of it as fits.
  mutating func add(_ piece: String, _ color: Style.Color? = nil) {
    let fitting = style.readable(piece).cut(toColumns: rest, ellipsis: style.spelled("…"))
    columns += fitting.columns
    text += color.map { style.paint(fitting, $0) } ?? fitting
  }

  /// Adds a piece and spaces up to a width, for the next piece to begin where it does in other lines.
  mutating func add(_ piece: String, paddedTo width: Int, _ color: Style.Color? = nil) {
    let start = columns
    add(piece.cut(toColumns: width, ellipsis: style.spelled("…")), color)
    add(String(repeating: " ", count: max(0, width - (columns - start))))
  }

  /// Adds a mark and a space.
  mutating func add(_ mark: Style.Mark) {
    guard rest > 1 else { return }
    text += style.mark(mark) + " "
    columns += 2
  }
}
