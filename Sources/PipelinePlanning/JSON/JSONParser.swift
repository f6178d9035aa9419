/// A strict JSON parser (RFC 8259) that allows no comments, no trailing commas and no duplicate keys.
package struct JSONParser {
  /// An array or object that is not closed yet; a stack of these, unlike recursion, cannot overflow.
  private struct Open {
    var node: Int
    var isObject: Bool
  }

  /// The part of the text that must come next.
  private enum State {
    case value
    case firstElement
    case firstKey
    case key
    case separator
  }

  private var scanner: JSONScanner
  private var nodes: [JSONNode] = []
  private var open: [Open] = []

  private init(_ bytes: [UInt8], firstLine: Int) {
    scanner = JSONScanner(bytes, firstLine: firstLine)
    // The estimate is high, because unused memory costs nothing, and a reallocation would copy all nodes.
    nodes.reserveCapacity(bytes.count / 4 + 1)
  }

  /// Parses UTF-8 text after an optional byte order mark; `firstLine` is the number of its first line.
  package static func parse(
    _ bytes: [UInt8],
    firstLine: Int = 1
  ) throws(JSONSyntaxFault) -> JSONDocument {
    guard bytes.count < Int32.max else { throw JSONSyntaxFault(.tooLarge, line: 1, column: 1) }
    var parser = JSONParser(bytes, firstLine: firstLine)
    try parser.run()
    return JSONDocument(bytes: bytes, nodes: parser.nodes)
  }

  private mutating func run() throws(JSONSyntaxFault) {
    var state = State.value
    repeat {
      scanner.skipWhitespace()
      switch state {
      case .value: state = try value(expecting: .value)
      case .firstElement:
        let isEmpty = scanner.take(UInt8(ascii: "]"))
        state = isEmpty ? try close() : try value(expecting: .valueOrEndOfList)
      case .firstKey:
        let isEmpty = scanner.take(UInt8(ascii: "}"))
        state = isEmpty ? try close() : try key(expecting: .keyOrEndOfObject)
      case .key: state = try key(expecting: .key)
      case .separator: state = try separator()
      }
    } while !(open.isEmpty && state == .separator)
    scanner.skipWhitespace()
    guard scanner.isAtEnd else { throw scanner.unexpected(.endOfFile) }
  }

  private mutating func value(
    expecting expectation: JSONSyntaxFault.Expectation
  ) throws(JSONSyntaxFault) -> State {
    let start = scanner.position
    guard let byte = scanner.current else { throw scanner.unexpected(expectation) }
    switch byte {
    case UInt8(ascii: "\""):
      try string()
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      let isObject = byte == UInt8(ascii: "{")
      open.append(Open(node: nodes.count, isObject: isObject))
      append(isObject ? .object : .array, from: start)
      scanner.advance()
      return isObject ? .firstKey : .firstElement
    case UInt8(ascii: "t") where scanner.take(word: "true"): append(.bool, from: start)
    case UInt8(ascii: "f") where scanner.take(word: "false"): append(.bool, from: start)
    case UInt8(ascii: "n") where scanner.take(word: "null"): append(.null, from: start)
    case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      try scanner.number()
      append(.number, from: start)
    default:
      throw scanner.unexpected(expectation)
    }
    return .separator
  }

  private mutating func key(
    expecting expectation: JSONSyntaxFault.Expectation
  ) throws(JSONSyntaxFault) -> State {
    guard scanner.current == UInt8(ascii: "\"") else { throw scanner.unexpected(expectation) }
    try string()
    scanner.skipWhitespace()
    guard scanner.take(UInt8(ascii: ":")) else { throw scanner.unexpected(.colon) }
    return .value
  }

  private mutating func separator() throws(JSONSyntaxFault) -> State {
    let isObject = open[open.count - 1].isObject
    if scanner.take(UInt8(ascii: ",")) { return isObject ? .key : .value }
    if scanner.take(UInt8(ascii: isObject ? "}" : "]")) { return try close() }
    throw scanner.unexpected(isObject ? .commaOrEndOfObject : .commaOrEndOfList)
  }

  private mutating func string() throws(JSONSyntaxFault) {
    let start = scanner.position + 1
    let hasEscapes = try scanner.string()
    append(.string, from: start, to: scanner.position - 1)
    nodes[nodes.count - 1].hasEscapes = hasEscapes
  }

  private mutating func append(_ kind: JSONNode.Kind, from start: Int, to end: Int? = nil) {
    nodes.append(
      JSONNode(
        kind: kind,
        line: Int32(truncatingIfNeeded: scanner.line),
        index: Int32(nodes.count),
        next: Int32(nodes.count + 1),
        start: Int32(start),
        end: Int32(end ?? scanner.position)
      )
    )
  }

  private mutating func close() throws(JSONSyntaxFault) -> State {
    let container = open.removeLast()
    nodes[container.node].next = Int32(nodes.count)
    nodes[container.node].end = Int32(scanner.position)
    if container.isObject { try refuseDuplicateKeys(in: nodes[container.node]) }
    return .separator
  }

  private func refuseDuplicateKeys(in object: JSONNode) throws(JSONSyntaxFault) {
    let document = JSONDocument(bytes: scanner.bytes, nodes: nodes)
    var count = 0
    var index = object.index + 1
    while index < object.next {
      count += 1
      index = nodes[Int(nodes[Int(index)].next)].next
    }
    let duplicate =
      count > 16
      ? duplicateByHashing(in: object, of: document)
      : duplicateByComparing(in: object, of: document)
    guard let (earlier, later) = duplicate else { return }
    throw scanner.fault(
      .duplicateKey(path: path(of: later, in: document), firstLine: Int(earlier.line)),
      at: Int(later.start) - 1,
      line: Int(later.line)
    )
  }

  /// Returns two equal keys of a small object; compares all pairs, which allocates no memory.
  private func duplicateByComparing(
    in object: JSONNode,
    of document: JSONDocument
  ) -> (JSONNode, JSONNode)? {
    var later = object.index + 1
    while later < object.next {
      var earlier = object.index + 1
      while earlier < later {
        let (one, other) = (nodes[Int(earlier)], nodes[Int(later)])
        if document.isSameText(one, other) { return (one, other) }
        earlier = nodes[Int(one.next)].next
      }
      later = nodes[Int(nodes[Int(later)].next)].next
    }
    return nil
  }

  private func duplicateByHashing(
    in object: JSONNode,
    of document: JSONDocument
  ) -> (JSONNode, JSONNode)? {
    // Keys are bytes, because two spellings of é are equal as String but are different keys.
    var keys: [[UInt8]: JSONNode] = [:]
    for (key, _) in document.members(of: object) {
      if let earlier = keys.updateValue(key, forKey: Array(document.text(of: key).utf8)) {
        return (earlier, key)
      }
    }
    return nil
  }

  /// Returns the path of a key while the arrays and objects around it are still open.
  private func path(of key: JSONNode, in document: JSONDocument) -> String {
    // In a copy of the nodes, close the open arrays and objects after the last node.
    var nodes = nodes
    for container in open { nodes[container.node].next = Int32(nodes.count) }
    let whole = JSONDocument(bytes: document.bytes, nodes: nodes)
    return JSONPaths(of: whole).path(of: key)
  }
}
