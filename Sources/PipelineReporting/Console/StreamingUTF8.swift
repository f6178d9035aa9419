/// Decodes UTF-8 byte by byte; what is none becomes U+FFFD.
///
/// Source: The Unicode Standard, table 3-7 (well-formed sequences) and "U+FFFD Substitution of
/// Maximal Subparts".
struct StreamingUTF8: Sendable {
  private var value: UInt32 = 0
  private var missing = 0
  /// Which bytes may come next.
  private var allowed: ClosedRange<UInt8> = 0x80...0xBF

  /// Whether no character is begun.
  var isEmpty: Bool { missing == 0 }

  /// Takes a byte.
  ///
  /// - Parameter byte: The byte.
  /// - Returns: The characters that end with it: U+FFFD for a sequence that it cuts short, and its
  ///   own.
  mutating func decode(_ byte: UInt8) -> (Unicode.Scalar?, Unicode.Scalar?) {
    guard missing > 0 else { return (nil, start(byte)) }
    guard allowed.contains(byte) else {
      missing = 0
      return (Self.replacement, start(byte))
    }
    value = value << 6 | UInt32(byte & 0x3F)
    missing -= 1
    allowed = 0x80...0xBF
    return (nil, missing == 0 ? Unicode.Scalar(value) ?? Self.replacement : nil)
  }

  /// Takes the end: a character that was begun is none.
  mutating func finish() -> Unicode.Scalar? {
    defer { missing = 0 }
    return missing > 0 ? Self.replacement : nil
  }

  private mutating func start(_ byte: UInt8) -> Unicode.Scalar? {
    switch byte {
    case 0..<0x80: return Unicode.Scalar(byte)
    case 0xC2...0xDF: begin(byte & 0x1F, missing: 1, 0x80...0xBF)
    case 0xE0: begin(byte & 0x0F, missing: 2, 0xA0...0xBF)
    case 0xED: begin(byte & 0x0F, missing: 2, 0x80...0x9F)
    case 0xE1...0xEF: begin(byte & 0x0F, missing: 2, 0x80...0xBF)
    case 0xF0: begin(byte & 0x07, missing: 3, 0x90...0xBF)
    case 0xF4: begin(byte & 0x07, missing: 3, 0x80...0x8F)
    case 0xF1...0xF3: begin(byte & 0x07, missing: 3, 0x80...0xBF)
    default: return Self.replacement
    }
    return nil
  }

  private mutating func begin(_ bits: UInt8, missing: Int, _ allowed: ClosedRange<UInt8>) {
    value = UInt32(bits)
    self.missing = missing
    self.allowed = allowed
  }

  private static let replacement: Unicode.Scalar = "\u{FFFD}"
}
