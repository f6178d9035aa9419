package import PipelinePlanning

extension StringProtocol {
  /// The text with escapes for all characters that would control a terminal or that a reader cannot see.
  ///
  /// These are control characters, line separators and invisible characters, such as those that change the
  /// text direction. A backslash is not escaped, so that escaping twice is the same as escaping once.
  package var printable: String {
    if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return String(self) }
    return replacing { $0.isUnprintable ? $0.escape : nil }
  }

  /// The lines of the text, each with escapes as in `printable`.
  var printableLines: [String] {
    split(separator: "\n", omittingEmptySubsequences: false).map(\.printable)
  }

  /// Replaces each character for which `replacement` returns a text.
  func replacing(_ replacement: (Unicode.Scalar) -> String?) -> String {
    var text = ""
    for scalar in unicodeScalars {
      if let other = replacement(scalar) {
        text += other
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// The text as messages show a name, escaped and in backticks.
  var ticked: String { "`\(printable)`" }
}

extension Path {
  /// The path as messages show it; `.` for the empty path.
  package var printable: String { bytes.isEmpty ? "." : text.printable }
}

extension Unicode.Scalar {
  /// Whether a name that contains this character could look like another name.
  var isUnprintable: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    // Variation selectors choose the colored or the plain form of a character, and hide nothing.
    default: properties.isDefaultIgnorableCodePoint && !(0xFE00...0xFE0F).contains(value)
    }
  }

  var turnsDirection: Bool {
    switch value {
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// The character as an escape, for example `\n` or `\u{202e}`.
  var escape: String {
    switch self {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{\(String(value, radix: 16))}"
    }
  }
}
