package import PipelinePlanning

extension StringProtocol {
  /// The text with everything escaped that would control a terminal or hide from the reader.
  ///
  /// Escaped are control characters, escapes, C1, line separators, what turns the direction of
  /// writing, and what has no width. A backslash stays as it is, so that escaping twice is
  /// escaping once.
  package var printable: String {
    if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return String(self) }
    return replacing { $0.isUnprintable ? $0.escape : nil }
  }

  /// The text with another one in the place of each character for which there is one.
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

  /// The text as a name in a message: escaped, in backticks.
  var ticked: String { "`\(printable)`" }
}

extension Path {
  /// The path as messages show it.
  package var printable: String { bytes.isEmpty ? "." : text.printable }
}

extension Unicode.Scalar {
  /// Whether a name with this character in it would not look like what it is.
  var isUnprintable: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    // These choose between a sign in colour and one without, and hide nothing.
    default: properties.isDefaultIgnorableCodePoint && !(0xFE00...0xFE0F).contains(value)
    }
  }

  /// Whether the character turns the direction in which a line is shown.
  var turnsDirection: Bool {
    switch value {
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// The character spelled out: `\n`, `\u{202e}`.
  var escape: String {
    switch self {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{\(String(value, radix: 16))}"
    }
  }
}
