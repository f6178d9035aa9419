/// The identity of a manifest: two manifests with the same identity give the same pipeline.
///
/// It covers the path and the text, whether a compiled manifest wrote the text, and the parameters that such
/// a manifest declared.
package struct ManifestIdentity: Sendable, Equatable {
  /// The length of the text in bytes.
  package let length: Int
  /// XXH64 of the text and of everything else that can change the pipeline.
  package let hash: UInt64

  /// Identifies a manifest by its text and by `others`: everything else that can change the pipeline.
  package init(text: [UInt8], others: [[UInt8]]) {
    length = text.count
    var parts = others
    withUnsafeBytes(of: XXH64.hash(text).littleEndian) { parts.append(Array($0)) }
    // The length before each part makes sure that different lists of parts give different bytes.
    hash = XXH64.hash(parts.flatMap { Array("\($0.count):".utf8) + $0 })
  }

  package init(length: Int, hash: UInt64) {
    self.length = length
    self.hash = hash
  }
}
