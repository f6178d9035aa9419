internal import PipelineDescription
internal import PipelineSystem

extension ManifestFile {
  /// Whether a Swift manifest certainly changes no file while it runs, and starts nothing that does.
  ///
  /// Neither the standard library nor the module that manifests import can change a file. A manifest can
  /// only if it imports something else or declares a C function itself. The text is searched for both. An
  /// `import` in a comment counts, too; that only costs time.
  ///
  /// - Parameter bytes: The text.
  /// - Returns: False if there is any doubt.
  static func changesNoFile(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { text in
      waysToC.allSatisfy { text.places(of: $0).isEmpty }
        && text.places(of: "import").allSatisfy(text.isHarmlessImport)
    }
  }

  private static let waysToC: [StaticString] = ["silgen_name", "_extern", "convention", "_spi"]
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether the letters `import` that begin here import the module of stages, or are part of a longer name.
  fileprivate func isHarmlessImport(at start: Int) -> Bool {
    let (word, harmless) = ("import".utf8, "import PipelineDescription".utf8)
    // What is beyond ASCII may be part of a name, or white space: whichever leaves room for doubt.
    if self[..<start].last.isPartOfName { return true }
    if self[(start + word.count)...].first.isPartOfName { return true }
    guard self[start...].starts(with: harmless) else { return false }
    let next = self[(start + harmless.count)...].first
    return !next.isPartOfName && next ?? 0 < 0x80
  }

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
  /// Whether a byte of ASCII can stand within a name.
  fileprivate var isPartOfName: Bool {
    guard let self else { return false }
    return self.isLetterOrDigit || self == UInt8(ascii: "_")
  }
}
