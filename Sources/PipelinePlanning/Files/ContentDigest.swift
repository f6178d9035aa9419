/// The SHA-256 of a file's content, 32 bytes long.
package struct ContentDigest: Hashable, Sendable {
  package static let size = 32
  /// The bytes as four big-endian words, because an array would need an allocation for each digest.
  private var words: (UInt64, UInt64, UInt64, UInt64)

  package init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == Self.size else { return nil }
    var rest = bytes[...]
    func word() -> UInt64 {
      defer { rest = rest.dropFirst(8) }
      return rest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
    words = (word(), word(), word(), word())
  }

  package var bytes: [UInt8] {
    [words.0, words.1, words.2, words.3].flatMap { word in
      (0..<8).reversed().map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
    }
  }

  package static func == (one: ContentDigest, other: ContentDigest) -> Bool {
    one.words == other.words
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}
