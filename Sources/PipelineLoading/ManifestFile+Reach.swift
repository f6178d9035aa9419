internal import PipelineSystem

extension ManifestFile {
  /// Whether a Swift manifest cannot change a file while it runs, nor start what does.
  ///
  /// The standard library has nothing that could, and neither has the module that manifests import. So it
  /// cannot if it imports nothing else, and names no C function by itself. Found in the text, where each
  /// word `import` counts, be it in a comment: one that is counted wrongly costs a moment.
  var changesNoFile: Bool { Self.changesNoFile(bytes) }

  static func changesNoFile(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { text in
      !text.contains("silgen_name") && !text.contains("_extern")
        && text.places(of: "import").allSatisfy { start in
          let isWord = !text[..<start].last.isPartOfName && !text[(start + 6)...].first.isPartOfName
          return !isWord
            || text[start...].starts(with: harmless)
              && !text[(start + harmless.count)...].first.isPartOfName
        }
    }
  }

  private static let harmless = Array("import PipelineDescription".utf8)
}

extension UnsafeBufferPointer<UInt8> {
  fileprivate func contains(_ text: StaticString) -> Bool { !places(of: text).isEmpty }

  /// Where a text begins.
  fileprivate func places(of text: StaticString) -> [Int] {
    let (first, size) = (text.utf8Start.pointee, text.utf8CodeUnitCount)
    guard count >= size else { return [] }
    return (0...(count - size)).filter { start in
      self[start] == first
        && (1..<size).allSatisfy { self[start + $0] == text.utf8Start[$0] }
    }
  }
}

extension UInt8? {
  /// Whether a byte can stand within a name; those beyond ASCII may.
  fileprivate var isPartOfName: Bool {
    guard let self else { return false }
    let isDigit = UInt8(ascii: "0")...UInt8(ascii: "9") ~= self
    let isLetter = UInt8(ascii: "a")...UInt8(ascii: "z") ~= self | 0x20
    return isDigit || isLetter || self == UInt8(ascii: "_") || self >= 0x80
  }
}
