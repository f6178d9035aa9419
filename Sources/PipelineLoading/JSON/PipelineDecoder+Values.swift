import PipelineDescription
import PipelinePlanning

/// The forms of values that several clauses have.
extension PipelineDecoder {
  /// Reads a number, or one that JSON does not have, as a text; whether it makes sense is checked later.
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

  /// Reads a text that may have something beside it: a plain text, or an object.
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

  /// Reads a whole number that has nothing beside it: as it is, or in an object.
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

  /// Whether a value is this text.
  func isText(_ text: String, _ node: JSONNode) -> Bool {
    node.kind == .string && reader.document.text(of: node) == text
  }

  /// Reads one of a few words.
  mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ node: JSONNode
  ) -> Choice? {
    if node.kind == .string, let choice = Choice(rawValue: reader.document.text(of: node)) {
      return choice
    }
    reader.wrongType(node, expected: .oneOf(Choice.allCases.map(\.rawValue)))
    return nil
  }

  /// Reads an object that has exactly one of some keys, and perhaps others.
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
