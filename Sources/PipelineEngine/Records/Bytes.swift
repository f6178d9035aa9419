/// Encodes numbers, strings and lists as bytes; small numbers take few bytes.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  /// Writes an unsigned number in LEB128, with seven bits in each byte and the lowest bits first.
  mutating func number(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Writes a signed number as its 64-bit pattern, in LEB128.
  mutating func integer(_ value: some BinaryInteger) {
    number(UInt64(truncatingIfNeeded: value))
  }

  /// Writes a number in its full width, little-endian.
  mutating func fixed(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func bytes(_ value: some Collection<UInt8>) {
    number(UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  mutating func text(_ value: String) { bytes(value.utf8) }

  /// Writes the count, then each number in its full width, little-endian.
  mutating func numbers<Value: FixedWidthInteger>(_ values: [Value]) {
    number(UInt64(values.count))
    values.map(\.littleEndian).withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  mutating func list<Element>(_ values: [Element], _ write: (Element, inout ByteWriter) -> Void) {
    number(UInt64(values.count))
    for value in values { write(value, &self) }
  }

  mutating func optional<Value>(_ value: Value?, _ write: (Value, inout ByteWriter) -> Void) {
    number(value == nil ? 0 : 1)
    if let value { write(value, &self) }
  }
}

/// Decodes the output of `ByteWriter`; a read returns nil for malformed bytes and never traps.
struct ByteReader {
  private let source: ArraySlice<UInt8>
  private var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    source = bytes
    position = bytes.startIndex
  }

  var isAtEnd: Bool { position == source.endIndex }

  private var left: Int { source.endIndex - position }

  mutating func number() -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while position < source.endIndex, shift < 64 {
      let byte = source[position]
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    return nil
  }

  /// Returns nil if the number does not fit into `Value`.
  mutating func integer<Value: FixedWidthInteger & SignedInteger>() -> Value? {
    number().flatMap { Value(exactly: Int64(bitPattern: $0)) }
  }

  mutating func fixed32() -> UInt32? { fixed() }

  mutating func fixed64() -> UInt64? { fixed() }

  mutating func bytes() -> [UInt8]? { slice().map { Array($0) } }

  mutating func text() -> String? {
    slice().flatMap { String(validating: $0, as: UTF8.self) }
  }

  mutating func numbers<Value: FixedWidthInteger>() -> [Value]? {
    let size = MemoryLayout<Value>.size
    guard let count = number(), count <= UInt64(left / size) else { return nil }
    let end = position + Int(count) * size
    defer { position = end }
    return source[position..<end].withUnsafeBytes { bytes in
      (0..<Int(count)).map { place in
        Value(littleEndian: bytes.loadUnaligned(fromByteOffset: place * size, as: Value.self))
      }
    }
  }

  mutating func list<Element>(_ read: (inout ByteReader) -> Element?) -> [Element]? {
    // Each element takes at least one byte, so a larger count is damaged and must not reserve memory.
    guard let count = number(), count <= UInt64(left) else { return nil }
    var values: [Element] = []
    values.reserveCapacity(Int(count))
    for _ in 0..<Int(count) {
      guard let value = read(&self) else { return nil }
      values.append(value)
    }
    return values
  }

  mutating func optional<Value>(_ read: (inout ByteReader) -> Value?) -> Value?? {
    switch number() {
    case 0: return .some(nil)
    case 1: return read(&self).map { .some($0) }
    default: return nil
    }
  }

  private mutating func slice() -> ArraySlice<UInt8>? {
    guard let count = number(), count <= UInt64(left) else { return nil }
    let end = position + Int(count)
    defer { position = end }
    return source[position..<end]
  }

  private mutating func fixed<Value: FixedWidthInteger>() -> Value? {
    let size = MemoryLayout<Value>.size
    guard left >= size else { return nil }
    defer { position += size }
    return source[position..<position + size].withUnsafeBytes {
      Value(littleEndian: $0.loadUnaligned(as: Value.self))
    }
  }
}
