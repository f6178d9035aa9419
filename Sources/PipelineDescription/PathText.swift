/// The syntax of a path in the manifest, which can contain the wildcards `*`, `?`, `[…]` and `**`.
///
/// A backslash makes the next character literal. A slash at the end marks a folder. `**` as a whole component
/// matches any number of folders, or none. The other wildcards are those of POSIX.1-2024, Shell Command
/// Language, 2.14 Pattern Matching Notation.
package enum PathText {
  package enum Piece: Equatable, Sendable {
    case literal(String)
    /// `*`, `?` or `**`.
    case wildcard(String)
    /// The text between the brackets of `[…]`, without a leading `!` or `^`.
    case set(negated: Bool, members: String)
  }

  package static func isGlob(_ text: String) -> Bool {
    guard text.utf8.contains(where: { $0 == 0x2A || $0 == 0x3F || $0 == 0x5B }) else {
      return false
    }
    return pieces(of: text).contains { piece in
      if case .literal = piece { false } else { true }
    }
  }

  /// Returns a text without wildcards as a plain path, in which no character is escaped.
  package static func literal(_ text: String) -> String {
    guard text.utf8.contains(0x5C) else { return text }
    return pieces(of: text).reduce(into: "") { path, piece in
      if case .literal(let text) = piece { path += text }
    }
  }

  /// Returns a path with a backslash before each wildcard and each backslash, so that all are literal.
  package static func escaped(_ path: String) -> String {
    path.unicodeScalars.reduce(into: "") { text, scalar in
      if "*?[\\".unicodeScalars.contains(scalar) { text += "\\" }
      text.unicodeScalars.append(scalar)
    }
  }

  package static func pieces(of text: String) -> [Piece] {
    let scalars = Array(text.unicodeScalars)
    var pieces: [Piece] = []
    var literal = String.UnicodeScalarView()
    var index = 0
    func append(_ piece: Piece) {
      if !literal.isEmpty { pieces.append(.literal(String(literal))) }
      literal.removeAll()
      pieces.append(piece)
    }
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      switch scalar {
      case "\\" where index < scalars.count:
        literal.append(scalars[index])
        index += 1
      case "*":
        let doubled = index < scalars.count && scalars[index] == "*"
        if doubled { index += 1 }
        append(.wildcard(doubled ? "**" : "*"))
      case "?":
        append(.wildcard("?"))
      case "[":
        guard let (set, end) = set(in: scalars, from: index) else {
          literal.append(scalar)
          continue
        }
        append(set)
        index = end
      default:
        literal.append(scalar)
      }
    }
    if !literal.isEmpty { pieces.append(.literal(String(literal))) }
    return pieces
  }

  /// Returns the set after an opening bracket, and the index after the set; nil without a closing bracket.
  private static func set(in scalars: [Unicode.Scalar], from start: Int) -> (Piece, Int)? {
    var index = start
    let negated = index < scalars.count && (scalars[index] == "!" || scalars[index] == "^")
    if negated { index += 1 }
    var members = String.UnicodeScalarView()
    while index < scalars.count, scalars[index] != "/" {
      // A closing bracket in first position is a member.
      if scalars[index] == "]" && !members.isEmpty {
        return (.set(negated: negated, members: String(members)), index + 1)
      }
      members.append(scalars[index])
      index += 1
    }
    return nil
  }
}
