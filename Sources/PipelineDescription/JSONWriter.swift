/// Writes JSON (RFC 8259) into bytes, one value after the other.
///
/// The writer adds the commas. After `beginObject()`, the caller must call `endObject()`.
package struct JSONWriter {
  package private(set) var bytes: [UInt8] = []
  /// Whether each value goes on its own line, indented by two spaces per level.
  private let isIndented: Bool
  private var depth = 0
  private var needsComma = false

  package init(indented: Bool = false) {
    isIndented = indented
    // Most documents are single lines of the log, which are short.
    bytes.reserveCapacity(512)
  }

  package var text: String { String(decoding: bytes, as: UTF8.self) }

  package mutating func object(_ body: (inout JSONWriter) -> Void) {
    beginObject()
    body(&self)
    endObject()
  }

  package mutating func array(_ body: (inout JSONWriter) -> Void) {
    begin("[")
    body(&self)
    end("]")
  }

  /// Begins an object, for a caller that cannot write all keys in one closure.
  package mutating func beginObject() { begin("{") }

  package mutating func endObject() { end("}") }

  package mutating func strings(_ values: some Sequence<String>) {
    array { writer in
      for value in values { writer.string(value) }
    }
  }

  /// Writes a key; the caller writes its value next.
  package mutating func key(_ name: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    name.withUTF8Buffer { bytes.append(contentsOf: $0) }
    bytes.append(UInt8(ascii: "\""))
    endKey()
  }

  /// Writes a key with a string, or with null if the string is nil.
  package mutating func string(_ value: String?, for key: StaticString) {
    self.key(key)
    if let value { string(value) } else { null() }
  }

  package mutating func integer(_ value: some BinaryInteger, for key: StaticString) {
    self.key(key)
    integer(value)
  }

  package mutating func strings(_ values: some Sequence<String>, for key: StaticString) {
    self.key(key)
    strings(values)
  }

  package mutating func key(_ name: String) {
    separate()
    quote(name)
    endKey()
  }

  private mutating func endKey() {
    bytes.append(UInt8(ascii: ":"))
    if isIndented { bytes.append(UInt8(ascii: " ")) }
    needsComma = false
  }

  package mutating func string(_ value: String) {
    separate()
    quote(value)
  }

  package mutating func integer(_ value: some BinaryInteger) {
    raw(String(value))
  }

  /// Writes a number; a whole number gets no fraction, and infinity and NaN become null.
  package mutating func number(_ value: Double) {
    guard value.isFinite else { return null() }
    if let whole = Int64(exactly: value) { raw(String(whole)) } else { raw(String(value)) }
  }

  /// Writes a number with a fraction or an exponent, so that a reader can tell it from a whole number.
  ///
  /// Infinity and NaN become `1e999`, which is beyond the largest `Double`.
  package mutating func fraction(_ value: Double) {
    raw(value.isFinite ? String(value) : "1e999")
  }

  package mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }

  package mutating func null() { raw("null") }

  private mutating func raw(_ text: String) {
    separate()
    bytes.append(contentsOf: text.utf8)
  }

  private mutating func begin(_ bracket: Unicode.Scalar) {
    separate()
    bytes.append(UInt8(ascii: bracket))
    depth += 1
    needsComma = false
  }

  private mutating func end(_ bracket: Unicode.Scalar) {
    depth -= 1
    let isEmpty = bytes.last == UInt8(ascii: "{") || bytes.last == UInt8(ascii: "[")
    if !isEmpty { breakLine() }
    bytes.append(UInt8(ascii: bracket))
    needsComma = true
  }

  /// Writes the comma and the line break that must precede the next key or value.
  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    // A value directly after its key stays on the key's line.
    let followsKey = bytes.last == UInt8(ascii: ":") || bytes.last == UInt8(ascii: " ")
    if depth > 0 && !(followsKey && !needsComma) { breakLine() }
    needsComma = true
  }

  private mutating func breakLine() {
    guard isIndented else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * 2))
  }

  private mutating func quote(_ value: String) {
    bytes.append(UInt8(ascii: "\""))
    // Most texts need no escapes, so they are copied as a whole.
    let isPlain = value.utf8.withContiguousStorageIfAvailable { text in
      guard Self.isPlain(text) else { return false }
      bytes.append(contentsOf: text)
      return true
    }
    if isPlain == true { return bytes.append(UInt8(ascii: "\"")) }
    for byte in value.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0x0A: bytes.append(contentsOf: "\\n".utf8)
      case 0x0D: bytes.append(contentsOf: "\\r".utf8)
      case 0x09: bytes.append(contentsOf: "\\t".utf8)
      case 0..<0x20, 0x7F:
        let digits = Array("0123456789abcdef".utf8)
        bytes.append(contentsOf: "\\u00".utf8)
        bytes.append(digits[Int(byte >> 4)])
        bytes.append(digits[Int(byte & 15)])
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Whether a text needs no escapes; uses a pointer, because an iterator is ten times slower in manifests,
  /// which run this code without optimization.
  private static func isPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard var next = text.baseAddress else { return true }
    let end = next + text.count
    while next < end {
      let byte = next.pointee
      if byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F { return false }
      next += 1
    }
    return true
  }
}
