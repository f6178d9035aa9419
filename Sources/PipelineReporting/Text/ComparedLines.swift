/// An old and a new value, each on lines of its own, with marks at the differences.
struct ComparedLines {
  enum Unit: String {
    case script
    case argument
    case word
    case line
  }

  private let unit: Unit
  private let old: [String]
  private let new: [String]
  private let difference: TokenDifference

  /// The maximum width, in columns, of a value that is shown on one line.
  private static let limit = 66

  init(from old: [String], to new: [String], by unit: Unit) {
    self.unit = unit
    self.old = old
    self.new = new
    difference = TokenDifference(from: old, to: new)
  }

  func text(_ style: Style) -> [String] {
    let isShort =
      unit != .line
      && [old, new].allSatisfy { words in
        words.map(\.printable.columns).reduce(0) { $0 + $1 + 1 } - 1 <= Self.limit
      }
    return isShort ? short(style) : long(style)
  }

  /// Returns both values in full, with marks below the words that only one of them has.
  private func short(_ style: Style) -> [String] {
    [("was", TokenDifference.Piece.Kind.removed, old), ("is ", .added, new)].flatMap {
      (label, own, words) -> [String] in
      let pieces = difference.pieces.filter { $0.kind == .same || $0.kind == own }
      let text = words.isEmpty ? "none" : pieces.map(\.text.printable).joined(separator: " ")
      let line = "\(style.paint(label, .dim))  \(text)"
      let marks = Self.marks(pieces)
      return marks.isEmpty ? [line] : [line, "     " + style.paint(marks, .yellow)]
    }
  }

  /// Returns marks below the words that differ, and below the space between two such words.
  private static func marks(_ pieces: [TokenDifference.Piece]) -> String {
    var marks = ""
    var isOwn = false
    for (position, piece) in pieces.enumerated() {
      let wasOwn = isOwn
      isOwn = piece.kind != .same
      if position > 0 { marks += wasOwn && isOwn ? "^" : " " }
      marks += String(repeating: isOwn ? "^" : " ", count: piece.text.printable.columns)
    }
    return marks.lastIndex(of: "^").map { String(marks[...$0]) } ?? ""
  }

  /// Returns a line for each word that differs; of equal words, shows only the last one before a difference.
  private func long(_ style: Style) -> [String] {
    var rest = difference.pieces[...]
    var lines: [String] = []
    while let kind = rest.first?.kind {
      let run = rest.prefix { ($0.kind == .same) == (kind == .same) }
      rest = rest.dropFirst(run.count)
      lines += kind == .same ? same(run, isLast: rest.isEmpty) : changed(run, style)
    }
    return lines
  }

  private func same(_ pieces: ArraySlice<TokenDifference.Piece>, isLast: Bool) -> [String] {
    let shown = isLast ? 0 : 1
    let left = pieces.count - shown
    let count = left > 0 ? ["… \(counted(left, unit.rawValue)) unchanged"] : []
    return count + pieces.suffix(shown).map { "  \($0.text.printable.cut(toColumns: Self.limit))" }
  }

  private func changed(_ pieces: ArraySlice<TokenDifference.Piece>, _ style: Style) -> [String] {
    let removed = pieces.filter { $0.kind == .removed }.map(\.text)
    let added = pieces.filter { $0.kind == .added }.map(\.text)
    // If one word replaces another and they are long, only the parts that differ are shown.
    if removed.count == 1, added.count == 1 {
      let pair = ValueDifference(from: removed[0], to: added[0]).pair
      return [style.paint("− \(pair.old)", .red), style.paint("+ \(pair.new)", .green)]
    }
    return removed.map { style.paint("− \($0.printable.cut(toColumns: Self.limit))", .red) }
      + added.map { style.paint("+ \($0.printable.cut(toColumns: Self.limit))", .green) }
  }
}
