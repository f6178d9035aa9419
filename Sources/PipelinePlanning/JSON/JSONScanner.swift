internal import PipelineDescription

/// A scanner that reads a JSON text token by token and counts lines.
struct JSONScanner {
  let bytes: [UInt8]
  private(set) var position = 0
  /// The line of the next byte, counted from 1.
  private(set) var line: Int

  init(_ bytes: [UInt8], firstLine: Int = 1) {
    self.bytes = bytes
    line = firstLine
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  var isAtEnd: Bool { position == bytes.count }

  mutating func advance() { position += 1 }

  /// Skips a byte if it comes next, and returns whether it came next.
  mutating func take(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    position += 1
    return true
  }

  /// Skips a word if it comes next as a whole word, and returns whether it came next.
  mutating func take(word: StaticString) -> Bool {
    let end = position + word.utf8CodeUnitCount
    guard end <= bytes.count,
      word.withUTF8Buffer({ bytes[position..<end].elementsEqual($0) }),
      end == bytes.count || !isPartOfWord(bytes[end])
    else { return false }
    position = end
    return true
  }

  /// Skips spaces, tabs and line ends; a carriage return with a line feed is one line end.
  mutating func skipWhitespace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09: break
      case 0x0A: line += 1
      case 0x0D:
        if position + 1 == bytes.count || bytes[position + 1] != 0x0A { line += 1 }
      default: return
      }
      position += 1
    }
  }

  /// Skips a string with its quotes; returns whether it has escapes.
  mutating func string() throws(JSONSyntaxFault) -> Bool {
    position += 1
    var hasEscapes = false
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return hasEscapes
      case UInt8(ascii: "\\"):
        hasEscapes = true
        try escape()
      case 0..<0x20:
        throw fault(.controlCharacter(byte))
      case 0x80...:
        try multibyte()
      default:
        position += 1
      }
    }
    throw unexpected(.endOfString)
  }

  /// Skips a number; throws if it is malformed or a word character follows.
  mutating func number() throws(JSONSyntaxFault) {
    let start = position
    _ = take(UInt8(ascii: "-"))
    let hasZero = take(UInt8(ascii: "0"))
    var isRight = hasZero || digits()
    if isRight && take(UInt8(ascii: ".")) { isRight = digits() }
    if isRight, current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      position += 1
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      isRight = digits()
    }
    if isRight, !(current.map(isPartOfWord) ?? false) { return }
    while let byte = current, isPartOfWord(byte) { position += 1 }
    let text = String(decoding: bytes[start..<position].prefix(40), as: UTF8.self)
    throw fault(.number(text), at: start, line: line)
  }

  /// Skips digits; returns whether there was at least one.
  private mutating func digits() -> Bool {
    let start = position
    while let byte = current, byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") {
      position += 1
    }
    return position > start
  }

  /// Whether a byte directly after a number or a word would belong to it.
  private func isPartOfWord(_ byte: UInt8) -> Bool {
    byte.isLetterOrDigit || ".+-_".utf8.contains(byte)
  }

  private mutating func escape() throws(JSONSyntaxFault) {
    guard position + 1 < bytes.count else {
      position += 1
      throw unexpected(.endOfString)
    }
    switch bytes[position + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 2
    case UInt8(ascii: "u"):
      let unit = try codeUnit()
      if unit >= 0xDC00 && unit < 0xE000 { throw fault(.loneSurrogate) }
      if unit >= 0xD800 && unit < 0xDC00 {
        let half = position
        position += 6
        guard current == UInt8(ascii: "\\"), position + 1 < bytes.count,
          bytes[position + 1] == UInt8(ascii: "u")
        else { throw fault(.loneSurrogate, at: half, line: line) }
        let other = try codeUnit()
        guard other >= 0xDC00 && other < 0xE000 else {
          throw fault(.loneSurrogate, at: half, line: line)
        }
      }
      position += 6
    default:
      throw fault(.escape)
    }
  }

  /// Returns the value of the `\u` escape that comes next, without skipping it.
  private func codeUnit() throws(JSONSyntaxFault) -> UInt32 {
    var unit: UInt32 = 0
    for index in position + 2..<position + 6 {
      guard index < bytes.count, let digit = hexDigit(bytes[index]) else { throw fault(.escape) }
      unit = unit << 4 | UInt32(digit)
    }
    return unit
  }

  private mutating func multibyte() throws(JSONSyntaxFault) {
    guard let scalar = bytes[position...].firstScalar else {
      throw fault(.encoding(byte: bytes[position]))
    }
    position += UTF8.width(scalar)
  }

  /// Returns the fault for a next character that does not match `expectation`.
  func unexpected(_ expectation: JSONSyntaxFault.Expectation) -> JSONSyntaxFault {
    guard let byte = current else { return fault(.expected(expectation, found: .endOfFile)) }
    guard let scalar = bytes[position...].firstScalar else { return fault(.encoding(byte: byte)) }
    return fault(.expected(expectation, found: .character(scalar)))
  }

  func fault(_ kind: JSONSyntaxFault.Kind) -> JSONSyntaxFault {
    fault(kind, at: position, line: line)
  }

  func fault(_ kind: JSONSyntaxFault.Kind, at position: Int, line: Int) -> JSONSyntaxFault {
    var column = 1
    var index = position - 1
    while index >= 0, bytes[index] != 0x0A, bytes[index] != 0x0D {
      // Count characters instead of bytes, and leave out the byte order mark.
      if bytes[index] & 0xC0 != 0x80 && !(index == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF])) {
        column += 1
      }
      index -= 1
    }
    return JSONSyntaxFault(kind, line: line, column: column)
  }
}
