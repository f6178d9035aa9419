/// The appearance of text: with or without color, with Unicode or ASCII marks.
package struct Style: Equatable, Sendable {
  /// The meaning of a mark in front of a line.
  package enum Mark: Sendable {
    case success
    case start
    case failure
    /// A failed attempt that a retry follows.
    case retry
    case idle
  }

  /// The colors and attributes in use; the raw values are SGR codes (ECMA-48, 8.3.117 SGR).
  package enum Color: Int, Sendable {
    case bold = 1
    case dim = 2
    case red = 31
    case green = 32
    case yellow = 33
    case cyan = 36
  }

  package var hasColor: Bool
  /// Whether the reader's character set is UTF-8.
  package var isUnicode: Bool
  let options: RepeatedOptions
  private let language: ManifestLanguage

  package init(
    hasColor: Bool,
    isUnicode: Bool,
    options: RepeatedOptions = RepeatedOptions(),
    language: ManifestLanguage = .swift
  ) {
    self.hasColor = hasColor
    self.isUnicode = isUnicode
    self.options = options
    self.language = language
  }

  package static let plain = Style(hasColor: false, isUnicode: true)

  package func mark(_ mark: Mark) -> String {
    switch mark {
    case .success: paint(isUnicode ? "✓" : "ok", .green)
    case .start: paint(isUnicode ? "▶" : ">", .cyan)
    case .failure: paint(isUnicode ? "✗" : "x", .red)
    case .retry: paint(isUnicode ? "↻" : "~", .yellow)
    case .idle: paint(isUnicode ? "·" : "-", .dim)
    }
  }

  package func paint(_ text: String, _ color: Color) -> String {
    hasColor && !text.isEmpty ? "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m" : text
  }

  func line(_ mark: Mark, _ stage: String, width: Int, _ text: String) -> String {
    "\(self.mark(mark)) \(stage.printable.padded(to: width))  \(text)"
  }

  func hintLines(_ hint: String?) -> [String] {
    hint.map { ["\(paint("hint:", .cyan)) \(advice($0).printable)"] } ?? []
  }

  /// Returns the text of a hint with the user's options, and in the words of the manifest's language.
  func advice(_ hint: String) -> String { language.translated(options.completed(hint)) }

  /// Returns the tool's own text, with ASCII in place of its special characters if the reader lacks UTF-8.
  package func spelled(_ text: String) -> String {
    isUnicode ? text : text.replacing { Self.standIns[$0] }
  }

  /// Returns any text, with `?` in place of characters that the reader's character set lacks.
  func readable(_ text: String) -> String {
    if isUnicode { return text }
    let scalars = spelled(text).unicodeScalars.map { $0.isASCII ? $0 : "?" }
    return String(String.UnicodeScalarView(scalars))
  }

  private static let standIns: [Unicode.Scalar: String] = [
    "→": "->", "−": "-", "…": "...", "·": "-", "│": "|",
  ]
}
