package import PipelinePlanning

extension JSONSyntaxFault {
  package func message(path: String) -> Message {
    let place = ("at", "\(path):\(line):\(column)")
    switch kind {
    case .expected(let expectation, let found):
      return Message(
        "`\(path)` is not valid JSON: expected \(expectation.words), found \(found.words)"
      )
      .with(facts: [place])
      .with(hint: hint)
    case .number(let text):
      return Message("`\(path)` is not valid JSON: `\(text)` is not a number", facts: [place])
    case .controlCharacter(let byte):
      let escape = [9: "\\t", 10: "\\n", 13: "\\r"][byte] ?? "\\u\(Self.hex(byte, digits: 4))"
      return Message(
        "`\(path)` is not valid JSON: a string contains a line break or another control character",
        facts: [place],
        hint: "write it as `\(escape)`"
      )
    case .escape:
      return Message("`\(path)` is not valid JSON: unknown escape after a backslash")
        .with(facts: [place])
        .with(hint: "write a backslash itself as `\\\\`")
    case .loneSurrogate:
      return Message(
        "`\(path)` is not valid JSON: a `\\u` escape is only half a character",
        facts: [place]
      )
      .with(hint: "a character above U+FFFF needs two `\\u` escapes, a high and a low surrogate")
    case .encoding(let byte):
      return Message("`\(path)` is not UTF-8")
        .with(facts: [place, ("byte", "0x\(Self.hex(byte, digits: 2))")])
    case .duplicateKey(let key, let firstLine):
      return Message("`\(path)` has the key `\(key)` twice")
        .with(facts: [place, ("first", "\(path):\(firstLine)")])
    case .tooLarge:
      return Message("`\(path)` is larger than 2 GiB")
    }
  }

  private var hint: String? {
    switch kind {
    case .expected(.value, .character("]")), .expected(.key, .character("}")):
      "remove the comma after the last element"
    case .expected(_, .character("'")): "use double quotes"
    case .expected(_, .character("/")), .expected(_, .character("#")): "JSON has no comments"
    default: nil
    }
  }

  private static func hex(_ byte: UInt8, digits: Int) -> String {
    let text = String(byte, radix: 16, uppercase: true)
    return String(repeating: "0", count: digits - text.count) + text
  }
}

extension JSONSyntaxFault.Expectation {
  fileprivate var words: String {
    switch self {
    case .value: "a value"
    case .valueOrEndOfList: "a value or `]`"
    case .key: "a key in double quotes"
    case .keyOrEndOfObject: "a key in double quotes or `}`"
    case .colon: "`:`"
    case .commaOrEndOfList: "`,` or `]`"
    case .commaOrEndOfObject: "`,` or `}`"
    case .endOfString: "the end of a string"
    case .endOfFile: "the end of the file"
    }
  }
}

extension JSONSyntaxFault.Found {
  fileprivate var words: String {
    switch self {
    case .endOfFile: "the end of the file"
    case .character(let scalar):
      // A character that is invisible or could be confused with another is shown as its code point.
      scalar.properties.isAlphabetic || scalar.isASCII && scalar.value > 0x20 && scalar.value < 0x7F
        ? "`\(scalar)`"
        : "the character "
          + "U+\(String(scalar.value, radix: 16, uppercase: true))"
    }
  }
}
