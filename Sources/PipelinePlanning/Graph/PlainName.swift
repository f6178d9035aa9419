internal import PipelineDescription

extension String {
  /// Whether the text is 1 to 100 ASCII letters, digits, `.`, `_` or `-`, and does not begin with `-` or `.`.
  package var isPlainName: Bool {
    guard let first = utf8.first, first != UInt8(ascii: "-"), first != UInt8(ascii: ".") else {
      return false
    }
    return utf8.count <= 100
      && utf8.allSatisfy { $0.isLetterOrDigit || "-_.".utf8.contains($0) }
  }
}
