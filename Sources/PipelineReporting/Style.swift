internal import PipelineDescription

/// The appearance of text, with or without colors, and with Unicode or ASCII marks.
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
  /// Whether the locale uses UTF-8.
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

  /// Returns the line about stale stages, with the command that runs them; empty if there are none.
  func staleLines(_ word: String, _ stages: [String]) -> [String] {
    guard let first = stages.first else { return [] }
    let command = options.command("pipeline --from \(shellQuoted(first))").printable
    return ["\(word) stale: \(listed(stages, limit: 5)) · \(command)"]
  }

  func hintLines(_ hint: String?) -> [String] {
    hint.map { ["\(paint("hint:", .cyan)) \(advice($0).printable)"] } ?? []
  }

  /// Returns the text of a hint with the user's options, and in the words of the manifest's language.
  func advice(_ hint: String) -> String { language.translated(options.completed(hint)) }

  /// Returns a text of the tool, with ASCII for its special characters unless the locale uses UTF-8.
  package func spelled(_ text: String) -> String {
    isUnicode ? text : text.replacing { Self.standIns[$0] }
  }

  /// Returns any text; unless the locale uses UTF-8, it is spelled in ASCII, with `?` for unknown characters.
  func readable(_ text: String) -> String {
    if isUnicode { return text }
    let scalars = spelled(text).unicodeScalars.map { $0.isASCII ? $0 : "?" }
    return String(String.UnicodeScalarView(scalars))
  }

  private static let standIns: [Unicode.Scalar: String] = [
    "→": "->", "−": "-", "…": "...", "·": "-", "│": "|",
  ]
}
