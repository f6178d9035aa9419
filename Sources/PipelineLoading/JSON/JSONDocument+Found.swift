import PipelinePlanning

extension JSONDocument {
  /// What a value is, for a message that says what it should be.
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
