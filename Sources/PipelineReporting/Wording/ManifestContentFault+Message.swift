package import PipelinePlanning

extension ManifestContentFault {
  package func message(path file: String) -> Message {
    let declared = ("declared", "\(file):\(line)")
    let key = path.isEmpty ? "the manifest" : "`\(path)`"
    switch kind {
    case .unknownKey(let nearest):
      return Message("\(key) is not a key of the manifest", facts: [declared])
        .with(nearest: nearest, else: nil)
    case .missingKey(let missing):
      return Message("\(key) has no `\(missing)`", facts: [declared])
    case .missingChoice(let keys):
      return Message("\(key) has no \(Self.choice(keys))", facts: [declared])
    case .conflictingKeys(let one, let other):
      return Message("\(key) has both `\(one)` and `\(other)`", facts: [declared])
    case .wrongType(let expected, let found):
      return Message("\(key) must be \(expected.words)", facts: [("found", found.words), declared])
    }
  }

  /// Returns the keys as a choice, for example `` `a`, `b` or `c` ``.
  fileprivate static func choice(_ keys: [String], quote: String = "`") -> String {
    let names = keys.map { "\(quote)\($0)\(quote)" }
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return "\(names.dropLast().joined(separator: ", ")) or \(last)"
  }
}

extension ManifestContentFault.Expectation {
  fileprivate var words: String {
    switch self {
    case .text: "text"
    case .textOrNumber: "text or a number"
    case .list: "a list"
    case .object: "an object"
    case .wholeNumber: "a whole number"
    case .textOrObject(let key): "text or an object with `\(key)`"
    case .objectOfChoice(let keys): "an object with \(ManifestContentFault.choice(keys))"
    case .argument: "text, a number, or an object with `input`, `output`, `parameter` or `text`"
    case .command:
      "text, or a list of texts and of objects with `input`, `output`, `parameter` or `quoted`"
    case .timeout:
      "a number of seconds, \"never\", or an object with `seconds`, `minutes` or `hours`"
    case .duration: "a number or \"never\""
    case .number: "a number"
    case .delay: "a number of seconds, or an object with `seconds`, `minutes` or `hours`"
    case .retry: "a whole number, \"never\", or an object with `count`"
    case .failure: "\"timeout\", \"missing_output\", or an object with `exit` or `signal`"
    case .amounts: "an object with an amount for each name"
    case .parameters: "an object with a default for each name"
    case .truth: "true or false"
    case .parameterValue: "a number, text, or true or false"
    case .oneOf(let words): ManifestContentFault.choice(words, quote: "\"")
    case .memory: "a size with its unit (\"8GB\", \"512 MiB\"), or a number of bytes"
    }
  }
}

extension ManifestContentFault.Found {
  /// The type of the value, or the value itself if it is a number or text.
  var words: String {
    switch self {
    case .null: "null"
    case .truthValue: "true or false"
    case .number(let text): text
    case .text(let text): "\"\(text)\""
    case .list: "a list"
    case .object: "an object"
    }
  }
}
