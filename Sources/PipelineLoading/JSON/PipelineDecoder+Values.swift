import PipelineDescription
import PipelinePlanning

/// Functions that read values of several clauses.
extension PipelineDecoder {
  /// Reads a number, or a text `inf`, `-inf` or `nan`, so that a later check can reject these.
  mutating func number(
    _ node: JSONNode,
    expecting expectation: ManifestContentFault.Expectation
  ) -> Double? {
    let text = reader.document.text(of: node)
    switch (node.kind, text) {
    case (.number, _), (.string, "inf"), (.string, "-inf"), (.string, "nan"): return Double(text)
    default:
      reader.wrongType(node, expected: expectation)
      return nil
    }
  }

  /// Reads a text, which is a plain string or the value of `keyName` in an object; `read` gets the `others`.
  mutating func named(
    _ keyName: StaticString,
    _ node: JSONNode,
    others: [String] = [],
    _ read: (inout PipelineDecoder, String, JSONNode) -> Void = { _, _, _ in }
  ) -> (text: String, place: Place) {
    var place = place(of: node)
    guard node.kind != .string else { return (reader.document.text(of: node), place) }
    var text = ""
    let key = "\(keyName)"
    object(node, keys: [key] + others, place: &place, expecting: .textOrObject(key: key)) {
      decoder,
      name,
      value in
      if name == key {
        text = decoder.reader.text(value) ?? ""
      } else {
        read(&decoder, name, value)
      }
    }
    reader.require(keyName, of: node)
    return (text, place)
  }

  /// Reads a whole number, which is a plain number or the value of `keyName` in an object.
  mutating func numbered(
    _ keyName: StaticString,
    _ node: JSONNode
  ) -> (number: Int?, place: Place) {
    var place = place(of: node)
    guard node.kind == .object else { return (reader.wholeNumber(node), place) }
    var number: Int?
    object(node, keys: ["\(keyName)"], place: &place) { decoder, _, value in
      number = decoder.reader.wholeNumber(value)
    }
    reader.require(keyName, of: node)
    return (number, place)
  }

  func isText(_ text: String, _ node: JSONNode) -> Bool {
    node.kind == .string && reader.document.text(of: node) == text
  }

  mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ node: JSONNode
  ) -> Choice? {
    if node.kind == .string, let choice = Choice(rawValue: reader.document.text(of: node)) {
      return choice
    }
    reader.wrongType(node, expected: .oneOf(Choice.allCases.map(\.rawValue)))
    return nil
  }

  /// Reads an object that has exactly one of `keys`, and any of `others`.
  mutating func choice(
    _ keys: [String],
    others: [String] = [],
    of node: JSONNode,
    place: inout Place,
    _ read: (inout PipelineDecoder, String, JSONNode) -> Void
  ) {
    var chosen: String?
    object(node, keys: keys + others, place: &place, expecting: .objectOfChoice(keys: keys)) {
      decoder,
      key,
      value in
      if keys.contains(key) {
        if let chosen {
          return decoder.reader.fault(.conflictingKeys(chosen, key), at: node)
        }
        chosen = key
      }
      read(&decoder, key, value)
    }
    if node.kind == .object, chosen == nil { reader.fault(.missingChoice(among: keys), at: node) }
  }
}
