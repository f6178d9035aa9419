internal import PipelineDescription
internal import PipelinePlanning

/// A value that can be written as JSON and read back.
protocol JSONValue {
  func write(to writer: inout JSONWriter)
  /// Reads the value; nil if the node has another type.
  init?(_ document: JSONDocument, _ node: JSONNode)
}

/// A JSON object; a value of an unexpected type counts as absent, because later versions may change types.
struct JSONObject {
  let document: JSONDocument
  let node: JSONNode

  init?(_ document: JSONDocument, _ node: JSONNode) {
    guard node.kind == .object else { return nil }
    self.document = document
    self.node = node
  }

  func value<Value: JSONValue>(_ key: StaticString) -> Value? {
    document.value(of: key, in: node).flatMap { Value(document, $0) }
  }

  func text(_ key: StaticString) -> String? { value(key) }
  func texts(_ key: StaticString) -> [String] { value(key) ?? [] }
  func integer(_ key: StaticString) -> Int? { value(key) }

  func object(_ key: StaticString) -> JSONObject? {
    document.value(of: key, in: node).flatMap { JSONObject(document, $0) }
  }
}

/// A value that is written as an object with `kind`, its wording as `text`, and the keys of its kind.
///
/// If the kind is unknown or a key is missing, the value is read as `other`, with only its kind and wording.
protocol KindCoded: JSONValue {
  var kind: String { get }
  /// The wording for people, with times in UTC.
  var words: String { get }
  func writeFields(to writer: inout JSONWriter)
  /// Reads a value of a known kind; nil if the kind is unknown or a key is missing.
  static func known(_ kind: String, _ object: JSONObject) -> Self?
  static func other(kind: String, text: String) -> Self
}

extension KindCoded {
  package func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.string(kind, for: "kind")
      writer.string(words, for: "text")
      writeFields(to: &writer)
    }
  }

  init?(_ document: JSONDocument, _ node: JSONNode) {
    guard let object = JSONObject(document, node), let kind = object.text("kind") else {
      return nil
    }
    self =
      Self.known(kind, object)
      ?? .other(kind: kind, text: object.text("text") ?? kind)
  }
}

extension String: JSONValue {
  func write(to writer: inout JSONWriter) { writer.string(self) }

  init?(_ document: JSONDocument, _ node: JSONNode) {
    guard node.kind == .string else { return nil }
    self = document.text(of: node)
  }
}

extension Bool: JSONValue {
  func write(to writer: inout JSONWriter) { writer.bool(self) }

  init?(_ document: JSONDocument, _ node: JSONNode) {
    guard node.kind == .bool else { return nil }
    self = document.bytes[Int(node.start)] == UInt8(ascii: "t")
  }
}

extension Double: JSONValue {
  func write(to writer: inout JSONWriter) { writer.number(self) }

  init?(_ document: JSONDocument, _ node: JSONNode) {
    guard node.kind == .number, let number = Double(document.source(of: node)) else { return nil }
    self = number
  }
}

extension FixedWidthInteger {
  func write(to writer: inout JSONWriter) { writer.integer(self) }

  init?(_ document: JSONDocument, _ node: JSONNode) {
    guard node.kind == .number, let number = Self(document.source(of: node)) else { return nil }
    self = number
  }
}

extension Int: JSONValue {}
extension Int32: JSONValue {}
extension Int64: JSONValue {}

extension Array: JSONValue where Element: JSONValue {
  func write(to writer: inout JSONWriter) {
    writer.array { writer in
      for element in self { element.write(to: &writer) }
    }
  }

  /// Reads an array; skips elements of another type.
  init?(_ document: JSONDocument, _ node: JSONNode) {
    guard node.kind == .array else { return nil }
    self = document.elements(of: node).compactMap { Element(document, $0) }
  }
}

extension JSONValue where Self: RawRepresentable, RawValue == String {
  func write(to writer: inout JSONWriter) { writer.string(rawValue) }

  init?(_ document: JSONDocument, _ node: JSONNode) {
    guard let text = String(document, node) else { return nil }
    self.init(rawValue: text)
  }
}

extension Event.AttemptSummary.Undone: JSONValue {}
extension Event.OutputFile.Change: JSONValue {}

extension ParameterValue: JSONValue {
  func write(to writer: inout JSONWriter) { writer.value(self) }

  init?(_ document: JSONDocument, _ node: JSONNode) {
    switch node.kind {
    case .bool: self = .truth(document.bytes[Int(node.start)] == UInt8(ascii: "t"))
    case .string: self = .text(document.text(of: node))
    case .number:
      let text = document.source(of: node)
      guard
        let value = Int(text).map(ParameterValue.integer) ?? Double(text).map(ParameterValue.number)
      else { return nil }
      self = value
    case .null, .array, .object: return nil
    }
  }
}
