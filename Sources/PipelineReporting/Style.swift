/// How text is dressed: with colour or without, with the marks of Unicode or with those of ASCII.
package struct Style: Equatable, Sendable {
  /// What a mark in front of a line says.
  package enum Mark: Sendable {
    case success
    case start
    case failure
    /// What failed and is tried again.
    case retry
    case idle
  }

  /// The colours in use, by the number that the terminal knows them by.
  ///
  /// Source: ECMA-48, 8.3.117 SGR.
  package enum Color: Int, Sendable {
    case bold = 1
    case dim = 2
    case red = 31
    case green = 32
    case yellow = 33
    case cyan = 36
  }

  /// Whether escapes of colour may be written.
  package var hasColor: Bool
  /// Whether the reader's character set is UTF-8.
  package var isUnicode: Bool

  /// Makes a style.
  package init(hasColor: Bool, isUnicode: Bool) {
    self.hasColor = hasColor
    self.isUnicode = isUnicode
  }

  /// No colour, and the marks of Unicode.
  package static let plain = Style(hasColor: false, isUnicode: true)

  /// The mark, in its colour.
  package func mark(_ mark: Mark) -> String {
    switch mark {
    case .success: paint(isUnicode ? "✓" : "ok", .green)
    case .start: paint(isUnicode ? "▶" : ">", .cyan)
    case .failure: paint(isUnicode ? "✗" : "x", .red)
    case .retry: paint(isUnicode ? "↻" : "~", .yellow)
    case .idle: paint(isUnicode ? "·" : "-", .dim)
    }
  }

  /// The text in a colour, where there is colour.
  package func paint(_ text: String, _ color: Color) -> String {
    hasColor && !text.isEmpty ? "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// A line that begins with a mark and the name of a stage.
  func line(_ mark: Mark, _ stage: String, width: Int, _ text: String) -> String {
    "\(self.mark(mark)) \(stage.printable.padded(to: width))  \(text)"
  }

  /// The line that says what to do next; no line where there is no hint.
  func hintLines(_ hint: String?) -> [String] {
    hint.map { ["\(paint("hint:", .cyan)) \($0.printable)"] } ?? []
  }

  /// The tool's own words with ASCII stand-ins for its signs, where there is no UTF-8.
  package func spelled(_ text: String) -> String {
    isUnicode ? text : text.replacing { Self.standIns[$0] }
  }

  /// Any text with nothing in it that the reader's character set does not have.
  func readable(_ text: String) -> String {
    if isUnicode { return text }
    let scalars = spelled(text).unicodeScalars.map { $0.isASCII ? $0 : "?" }
    return String(String.UnicodeScalarView(scalars))
  }

  private static let standIns: [Unicode.Scalar: String] = [
    "→": "->", "−": "-", "…": "...", "·": "-", "│": "|",
  ]
}
