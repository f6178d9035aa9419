/// A text that is compared by its bytes, because `String` treats two Unicode spellings of é as equal.
struct ExactText: Hashable {
  let text: String

  init(_ text: String) {
    self.text = text
  }

  static func == (one: ExactText, other: ExactText) -> Bool {
    // Comparing contiguous bytes is several times faster than comparing two `utf8` views.
    var (one, other) = (one.text, other.text)
    return one.withUTF8 { one in other.withUTF8 { one.elementsEqual($0) } }
  }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

extension Sequence<String> {
  var exact: [ExactText] { map(ExactText.init) }
}
