internal import PipelineDescription

extension String {
  /// Whether the text can be the name of a stage or of a resource: 1 to 100 letters, digits, `.`, `_`
  /// and `-`, all of them ASCII, the first no `-` and no `.`.
  package var isPlainName: Bool {
    guard let first = utf8.first, first != UInt8(ascii: "-"), first != UInt8(ascii: ".") else {
      return false
    }
    return utf8.count <= 100
      && utf8.allSatisfy { $0.isLetterOrDigit || "-_.".utf8.contains($0) }
  }
}
