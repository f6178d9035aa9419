/// Writes JSON as text, one value after the other.
///
/// Source of the format: RFC 8259. The writer adds the commas. The caller must end each object that it
/// begins.
///
/// Manifests run this code without optimization. So it appends whole strings, for which the standard library
/// has compiled code, and handles single bytes only where a string needs escapes.
package struct JSONWriter {
  /// The JSON so far.
  package private(set) var text = ""
  /// Whether each value goes on its own line, indented by two spaces per level.
  private let isIndented: Bool
  private var depth = 0
  /// What was written last, which decides about commas and line breaks.
  private var last = Last.bracket

  private enum Last {
    case bracket, key, value
  }

  package init(indented: Bool = false) {
    isIndented = indented
    // Most documents are one line of the log.
    text.reserveCapacity(512)
  }

  /// The JSON so far, in UTF-8.
  package var bytes: [UInt8] { Array(text.utf8) }

  /// Writes an object; `body` writes its keys and values.
  package mutating func object(_ body: (inout JSONWriter) -> Void) {
    beginObject()
    body(&self)
    endObject()
  }

  /// Writes an array; `body` writes its values.
  package mutating func array(_ body: (inout JSONWriter) -> Void) {
    begin("[")
    body(&self)
    end("]")
  }

  /// Begins an object, for a caller that cannot write its keys in one closure.
  package mutating func beginObject() { begin("{") }

  /// Ends the object that was begun last.
  package mutating func endObject() { end("}") }

  package mutating func strings(_ values: some Sequence<String>) {
    array { writer in
      for value in values { writer.string(value) }
    }
  }

  /// Writes a key; the caller writes its value next.
  package mutating func key(_ name: StaticString) {
    separate()
    text += "\""
    text += name.description
    text += "\""
    endKey()
  }

  /// Writes a key with a string, or null.
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

  /// Writes a key that is not known at compile time; the caller writes its value next.
  package mutating func key(_ name: String) {
    separate()
    quote(name)
    endKey()
  }

  private mutating func endKey() {
    text += isIndented ? ": " : ":"
    last = .key
  }

  package mutating func string(_ value: String) {
    separate()
    quote(value)
  }

  package mutating func integer(_ value: some BinaryInteger) {
    raw(String(value))
  }

  /// Writes a number: whole ones without a fraction, infinity and NaN as null.
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

  private mutating func raw(_ value: String) {
    separate()
    text += value
  }

  private mutating func begin(_ bracket: String) {
    separate()
    text += bracket
    depth += 1
    last = .bracket
  }

  private mutating func end(_ bracket: String) {
    depth -= 1
    if last != .bracket { breakLine() }
    text += bracket
    last = .value
  }

  /// Writes the comma and the line break that must precede the next key or value.
  private mutating func separate() {
    if last == .value { text += "," }
    // A value stays on the line of its key.
    if depth > 0, last != .key { breakLine() }
    last = .value
  }

  private mutating func breakLine() {
    guard isIndented else { return }
    text += "\n"
    for _ in 0..<depth { text += "  " }
  }

  private mutating func quote(_ value: String) {
    text += "\""
    if Self.isPlain(value) { text += value } else { escape(value) }
    text += "\""
  }

  /// Whether a string needs no escapes, as most do.
  private static func isPlain(_ value: String) -> Bool {
    value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C && $0 != 0x7F }
  }

  private mutating func escape(_ value: String) {
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x10: text += "\\u000" + String(scalar.value, radix: 16)
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        text += "\\u00" + String(scalar.value, radix: 16)
      default: text.unicodeScalars.append(scalar)
      }
    }
  }
}
