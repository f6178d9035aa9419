/// What tells a manifest that was read from every other: its path, its text, and how it came by it.
package struct ManifestIdentity: Sendable, Equatable {
  /// How long the text is, in bytes.
  package let length: Int
  /// XXH64 of all of it.
  package let hash: UInt64

  /// Identifies a manifest.
  ///
  /// - Parameters:
  ///   - text: Its text.
  ///   - others: All else that a pipeline could come out otherwise by.
  package init(text: [UInt8], others: [[UInt8]]) {
    length = text.count
    var parts = others
    withUnsafeBytes(of: XXH64.hash(text).littleEndian) { parts.append(Array($0)) }
    // Each part with its length, so that no two lists of parts look the same.
    hash = XXH64.hash(parts.flatMap { Array("\($0.count):".utf8) + $0 })
  }

  package init(length: Int, hash: UInt64) {
    self.length = length
    self.hash = hash
  }
}
