/// A fingerprint of a manifest; two manifests with equal fingerprints declare equal pipelines.
package struct ManifestIdentity: Sendable, Equatable {
  /// In bytes.
  package let length: Int
  package let hash: UInt64

  /// `others` is everything else that can change the pipeline, such as the manifest's path and parameters.
  package init(text: [UInt8], others: [[UInt8]]) {
    length = text.count
    var parts = others
    withUnsafeBytes(of: XXH64.hash(text).littleEndian) { parts.append(Array($0)) }
    // The length before each part ensures that different lists of parts give different bytes.
    hash = XXH64.hash(parts.flatMap { Array("\($0.count):".utf8) + $0 })
  }

  package init(length: Int, hash: UInt64) {
    self.length = length
    self.hash = hash
  }
}
