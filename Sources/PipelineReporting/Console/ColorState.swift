/// The colors and attributes that a script has turned on, as one short escape sequence.
///
/// Source: ECMA-48, 8.3.117 SGR; ISO 8613-6 for colors by number (`38;5;n`, `38;2;r;g;b`).
struct ColorState: Equatable {
  private var foreground: [UInt8] = []
  private var background: [UInt8] = []
  /// Bit n is set if the SGR attribute n is on, from 1 (bold) to 9 (struck out).
  private var flags: UInt16 = 0

  var isPlain: Bool { self == ColorState() }

  var escape: [UInt8] {
    var parameters = (1...9).filter { flags & (1 << $0) != 0 }.map { Array("\($0)".utf8) }
    if !foreground.isEmpty { parameters.append(foreground) }
    if !background.isEmpty { parameters.append(background) }
    return Array("\u{1B}[".utf8) + parameters.joined(separator: [UInt8(ascii: ";")])
      + [UInt8(ascii: "m")]
  }

  static let reset = Array("\u{1B}[0m".utf8)

  /// Applies the parameters of one escape sequence, which are the bytes between `[` and `m`.
  mutating func apply(_ parameters: [UInt8]) {
    let parts = parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
    var rest = parts[...]
    while let part = rest.popFirst() {
      // `38:5:n` is one parameter; `38;5;n` is three.
      let number = Int(String(decoding: part.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self))
      switch number ?? 0 {
      case 38, 48:
        let color = Self.color(part, &rest)
        if number == 38 { foreground = color } else { background = color }
      case 30...37, 90...97: foreground = Array(part)
      case 40...47, 100...107: background = Array(part)
      case let other: applyAttribute(other)
      }
    }
  }

  private mutating func applyAttribute(_ number: Int) {
    switch number {
    case 0: self = ColorState()
    // Hidden text (8) is ignored: a script has no use for it, and a user could copy it without seeing it.
    case 8: break
    case 1...9: flags |= 1 << UInt16(number)
    case 22: flags &= ~(1 << 1 | 1 << 2)
    case 25: flags &= ~(1 << 5 | 1 << 6)
    case 23, 24, 27, 28, 29: flags &= ~(1 << UInt16(number - 20))
    case 39: foreground = []
    case 49: background = []
    default: break
    }
  }

  /// Returns all parameters of a color that begins with 38 or 48, and removes them from `rest`.
  private static func color(
    _ first: ArraySlice<UInt8>,
    _ rest: inout ArraySlice<ArraySlice<UInt8>>
  ) -> [UInt8] {
    if first.contains(UInt8(ascii: ":")) { return first.count <= 20 ? Array(first) : [] }
    let count = rest.first?.elementsEqual("5".utf8) == true ? 2 : 4
    let color = [first] + rest.prefix(count)
    rest = rest.dropFirst(count)
    guard color.count == count + 1, color.allSatisfy({ (1...3).contains($0.count) }) else {
      return []
    }
    return Array(color.joined(separator: [UInt8(ascii: ";")]))
  }
}
