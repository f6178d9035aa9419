/// Text that is compared byte by byte.
///
/// Two Unicode spellings of é are equal as `String`, but they are two arguments or two files.
struct ExactText: Hashable {
  let text: String

  init(_ text: String) {
    self.text = text
  }

  static func == (one: ExactText, other: ExactText) -> Bool {
    // Contiguous bytes: a comparison of two `utf8` views is several times slower.
    var (one, other) = (one.text, other.text)
    return one.withUTF8 { one in other.withUTF8 { one.elementsEqual($0) } }
  }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

extension Sequence<String> {
  /// The texts for comparison byte by byte.
  var exact: [ExactText] { map(ExactText.init) }
}
