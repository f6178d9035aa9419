/// Quotes a text as one word for a shell, as in POSIX.1-2024, Shell Command Language, 2.2 Quoting.
package func shellQuoted(_ text: String) -> String {
  if !text.isEmpty && text.utf8.allSatisfy(isPlainInShell) { return text }
  var quoted = "'"
  for character in text.unicodeScalars {
    if character == "'" {
      quoted += "'\\''"
    } else {
      quoted.unicodeScalars.append(character)
    }
  }
  return quoted + "'"
}

/// Quotes a path or glob as one word for a POSIX shell, which then expands only the wildcards.
///
/// A leading `~/` stays unquoted, so that the shell replaces the `~` with the home folder.
package func shellPattern(_ pattern: String) -> String {
  var word = pattern.hasPrefix("~/") ? "~/" : ""
  var literal = ""
  func flush() {
    if !literal.isEmpty { word += shellQuoted(literal) }
    literal = ""
  }
  for piece in PathText.pieces(of: String(pattern.dropFirst(word.count))) {
    switch piece {
    case .literal(let text):
      literal += text
    case .wildcard(let text):
      flush()
      word += text
    case .set(let negated, let members):
      flush()
      // Shells treat quotes as special even between brackets, so a backslash precedes each special member.
      word += negated ? "[!" : "["
      for scalar in members.unicodeScalars {
        if scalar != "-" && !isPlainInShell(UInt8(truncatingIfNeeded: scalar.value)) {
          word += "\\"
        }
        word.unicodeScalars.append(scalar)
      }
      word += "]"
    }
  }
  flush()
  return word.isEmpty ? "''" : word
}

private func isPlainInShell(_ byte: UInt8) -> Bool {
  byte.isLetterOrDigit || "-_./,:=@%+".utf8.contains(byte)
}

extension UInt8 {
  @inlinable package var isLetterOrDigit: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
