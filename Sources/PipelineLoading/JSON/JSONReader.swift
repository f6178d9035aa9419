import PipelinePlanning

/// Reads single values of a document, and collects the faults.
struct JSONReader {
  let document: JSONDocument
  /// The faults with their nodes; sorting by node gives their order in the text.
  private(set) var faults: [(node: JSONNode, fault: ManifestContentFault)] = []
  /// Computed only at the first fault, because most documents have no faults.
  private lazy var paths = JSONPaths(of: document)

  init(_ document: JSONDocument) {
    self.document = document
  }

  mutating func text(
    _ node: JSONNode,
    expecting expectation: ManifestContentFault.Expectation = .text
  ) -> String? {
    if node.kind == .string { return document.text(of: node) }
    wrongType(node, expected: expectation)
    return nil
  }

  mutating func textOrNumber(_ node: JSONNode) -> String? {
    node.kind == .number ? document.source(of: node) : text(node, expecting: .textOrNumber)
  }

  mutating func wholeNumber(_ node: JSONNode) -> Int? {
    if node.kind == .number, let number = Int(document.source(of: node)) { return number }
    wrongType(node, expected: .wholeNumber)
    return nil
  }

  mutating func wrongType(_ node: JSONNode, expected: ManifestContentFault.Expectation) {
    fault(.wrongType(expected: expected, found: document.found(node)), at: node)
  }

  mutating func fault(_ kind: ManifestContentFault.Kind, at node: JSONNode) {
    let path = paths.path(of: node)
    faults.append((node, ManifestContentFault(kind, path: path, line: Int(node.line))))
  }

  /// Returns the text under a key; if the key has no text, returns an empty text and reports no fault.
  func text(_ key: StaticString, of object: JSONNode) -> String {
    guard let value = document.value(of: key, in: object), value.kind == .string else { return "" }
    return document.text(of: value)
  }

  mutating func require(_ key: StaticString, of object: JSONNode) {
    guard object.kind == .object, document.value(of: key, in: object) == nil else { return }
    fault(.missingKey("\(key)"), at: object)
  }
}

extension JSONDocument {
  /// Describes a value for the message that its type is wrong.
  func found(_ node: JSONNode) -> ManifestContentFault.Found {
    switch node.kind {
    case .null: .null
    case .bool: .truthValue
    case .number: .number(source(of: node))
    case .string: .text(text(of: node))
    case .array: .list
    case .object: .object
    }
  }
}
