internal import PipelineDescription
internal import PipelinePlanning

/// A value that can be written as JSON and read back.
protocol JSONValue {
  func write(to writer: inout JSONWriter)
  /// Nil where the node is of another type.
  init?(_ document: JSONDocument, _ node: JSONNode)
}

/// An object of a JSON text, whose values are asked for by their keys.
///
/// A value of another type counts as absent: a later version may give a key another one.
struct JSONObject {
  let document: JSONDocument
  let node: JSONNode

  init?(_ document: JSONDocument, _ node: JSONNode) {
    guard node.kind == .object else { return nil }
    self.document = document
    self.node = node
  }

  /// The value under a key; nil where there is none of this type.
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

/// A value of several kinds: an object with `kind`, the words as `text`, and keys of its kind.
///
/// A kind that this version does not know, and one that lacks a key, is told by its words.
protocol KindCoded: JSONValue {
  var kind: String { get }
  /// What people read, with times in UTC.
  var words: String { get }
  /// Writes the keys of its kind into the object that the writer stands in.
  func writeFields(to writer: inout JSONWriter)
  /// Nil for an unknown kind, or where a key is missing.
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

  /// Elements of another type are passed over.
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
