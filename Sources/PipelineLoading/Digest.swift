import PipelinePlanning

/// A SHA-256 over several values, so that no two lists of values have the same.
struct Digest {
  private var hash = SHA256()

  /// Adds some bytes, with their count in front.
  mutating func update(_ bytes: [UInt8]) {
    hash.update(Array("\(bytes.count):".utf8))
    hash.update(bytes)
  }

  /// Adds a text.
  mutating func update(_ text: String) {
    update(Array(text.utf8))
  }

  /// Adds a list of texts.
  mutating func update(_ texts: [String]) {
    update("\(texts.count)")
    for text in texts { update(text) }
  }

  /// The digest, in hexadecimal digits.
  func text() -> String {
    var hash = hash
    return hash.hexDigest()
  }
}
