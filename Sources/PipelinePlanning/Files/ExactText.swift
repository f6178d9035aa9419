/// Text compared byte by byte: two spellings of é are one `String`, and two arguments or two files.
struct ExactText: Hashable {
  let text: String

  init(_ text: String) {
    self.text = text
  }

  static func == (one: ExactText, other: ExactText) -> Bool {
    // As bytes in a row: the view of a string compares them several times slower.
    var (one, other) = (one.text, other.text)
    return one.withUTF8 { one in other.withUTF8 { one.elementsEqual($0) } }
  }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

extension Sequence<String> {
  /// The texts, to be compared byte by byte.
  var exact: [ExactText] { map(ExactText.init) }
}
