/// A parsed JSON text, as its bytes and a flat list of nodes.
package struct JSONDocument: Sendable {
  package let bytes: [UInt8]
  /// All values and keys in the order of the text; the root is first, and each key precedes its value.
  package let nodes: [JSONNode]

  package var root: JSONNode { nodes[0] }

  /// Returns the elements of an array; none for any other value.
  package func elements(of node: JSONNode) -> Elements {
    Elements(nodes: nodes, index: node.kind == .array ? node.index + 1 : node.next, end: node.next)
  }

  /// Returns the keys and values of an object; none for any other value.
  package func members(of node: JSONNode) -> Members {
    let start = node.kind == .object ? node.index + 1 : node.next
    return Members(parts: Elements(nodes: nodes, index: start, end: node.next))
  }

  package func value(of key: StaticString, in object: JSONNode) -> JSONNode? {
    for member in members(of: object) where says(member.key, key) { return member.value }
    return nil
  }

  /// Whether a string node equals a constant; compares bytes to avoid creating a `String`.
  private func says(_ node: JSONNode, _ text: StaticString) -> Bool {
    guard !node.hasEscapes else { return self.text(of: node) == "\(text)" }
    guard Int(node.end - node.start) == text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { bytes[Int(node.start)..<Int(node.end)].elementsEqual($0) }
  }

  package struct Elements: Sequence, IteratorProtocol {
    fileprivate let nodes: [JSONNode]
    fileprivate var index: Int32
    fileprivate let end: Int32

    package mutating func next() -> JSONNode? {
      guard index < end else { return nil }
      let element = nodes[Int(index)]
      index = element.next
      return element
    }
  }

  package struct Members: Sequence, IteratorProtocol {
    fileprivate var parts: Elements

    package mutating func next() -> (key: JSONNode, value: JSONNode)? {
      guard let key = parts.next(), let value = parts.next() else { return nil }
      return (key, value)
    }
  }

  /// Returns the content of a string, with escapes resolved; for any other value, its source text.
  package func text(of node: JSONNode) -> String {
    guard node.hasEscapes else { return source(of: node) }
    var text: [UInt8] = []
    text.reserveCapacity(Int(node.end - node.start))
    var index = Int(node.start)
    while index < node.end {
      let byte = bytes[index]
      index += 1
      guard byte == UInt8(ascii: "\\") else {
        text.append(byte)
        continue
      }
      let escape = bytes[index]
      index += 1
      switch escape {
      case UInt8(ascii: "b"): text.append(0x08)
      case UInt8(ascii: "f"): text.append(0x0C)
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "u"):
        var unit = codeUnit(at: index)
        index += 4
        if unit >= 0xD800 && unit < 0xDC00 {
          unit = 0x10000 + (unit - 0xD800) << 10 + (codeUnit(at: index + 2) - 0xDC00)
          index += 6
        }
        // The scanner rejects lone surrogates, so there is always a scalar.
        text += Array(String(Unicode.Scalar(unit) ?? "\u{FFFD}").utf8)
      default: text.append(escape)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Whether two strings have the same content, byte for byte, with escapes resolved.
  package func isSameText(_ one: JSONNode, _ other: JSONNode) -> Bool {
    if one.hasEscapes || other.hasEscapes {
      return text(of: one).utf8.elementsEqual(text(of: other).utf8)
    }
    let length = one.end - one.start
    guard length == other.end - other.start else { return false }
    var offset: Int32 = 0
    while offset < length, bytes[Int(one.start + offset)] == bytes[Int(other.start + offset)] {
      offset += 1
    }
    return offset == length
  }

  /// Returns the source text of a value, with escapes as in the file.
  package func source(of node: JSONNode) -> String {
    String(decoding: bytes[Int(node.start)..<Int(node.end)], as: UTF8.self)
  }

  private func codeUnit(at index: Int) -> UInt32 {
    bytes[index..<index + 4].reduce(0) { $0 << 4 | UInt32(hexDigit($1) ?? 0) }
  }
}

func hexDigit(_ byte: UInt8) -> Int? { Character(Unicode.Scalar(byte)).hexDigitValue }

/// A value or key of a `JSONDocument`, without references, so that 10,000 stages cost one allocation.
package struct JSONNode: Equatable, Sendable {
  package enum Kind: UInt8, Sendable {
    case null
    case bool
    case number
    case string
    case array
    case object
  }

  package var kind: Kind
  package var hasEscapes = false
  /// The line of the text's first character, counted from 1.
  package var line: Int32
  package var index: Int32
  /// The index, in `JSONDocument.nodes`, of the first node after this one and its descendants.
  package var next: Int32
  /// The byte offset of the text, which excludes the quotes of a string; `end` is the offset after the text.
  package var start: Int32
  package var end: Int32
}
