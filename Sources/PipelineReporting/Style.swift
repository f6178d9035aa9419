/// The appearance of text: with or without color, with Unicode or ASCII marks.
package struct Style: Equatable, Sendable {
  /// The meaning of a mark in front of a line.
  package enum Mark: Sendable {
    case success
    case start
    case failure
    /// Failed, with a retry to follow.
    case retry
    case idle
  }

  /// The colors and attributes in use; the raw values are SGR codes.
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

  /// Whether color escapes may be written.
  package var hasColor: Bool
  /// Whether the reader's character set is UTF-8.
  package var isUnicode: Bool
  /// The options that hints repeat.
  let options: RepeatedOptions

  package init(hasColor: Bool, isUnicode: Bool, options: RepeatedOptions = RepeatedOptions()) {
    self.hasColor = hasColor
    self.isUnicode = isUnicode
    self.options = options
  }

  /// No color, with Unicode marks.
  package static let plain = Style(hasColor: false, isUnicode: true)

  /// Returns the mark in its color.
  package func mark(_ mark: Mark) -> String {
    switch mark {
    case .success: paint(isUnicode ? "✓" : "ok", .green)
    case .start: paint(isUnicode ? "▶" : ">", .cyan)
    case .failure: paint(isUnicode ? "✗" : "x", .red)
    case .retry: paint(isUnicode ? "↻" : "~", .yellow)
    case .idle: paint(isUnicode ? "·" : "-", .dim)
    }
  }

  /// Returns the text in a color, or unchanged if the style has no color.
  package func paint(_ text: String, _ color: Color) -> String {
    hasColor && !text.isEmpty ? "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// Returns a line with a mark, the padded name of a stage, and a text.
  func line(_ mark: Mark, _ stage: String, width: Int, _ text: String) -> String {
    "\(self.mark(mark)) \(stage.printable.padded(to: width))  \(text)"
  }

  /// Returns the line of a hint; empty if there is no hint.
  func hintLines(_ hint: String?) -> [String] {
    hint.map { ["\(paint("hint:", .cyan)) \(options.completed($0).printable)"] } ?? []
  }

  /// Returns the tool's own text, with ASCII replacements for its special characters if the reader lacks
  /// UTF-8.
  package func spelled(_ text: String) -> String {
    isUnicode ? text : text.replacing { Self.standIns[$0] }
  }

  /// Returns any text without characters that the reader's character set lacks; those become `?`.
  func readable(_ text: String) -> String {
    if isUnicode { return text }
    let scalars = spelled(text).unicodeScalars.map { $0.isASCII ? $0 : "?" }
    return String(String.UnicodeScalarView(scalars))
  }

  private static let standIns: [Unicode.Scalar: String] = [
    "→": "->", "−": "-", "…": "...", "·": "-", "│": "|",
  ]
}
