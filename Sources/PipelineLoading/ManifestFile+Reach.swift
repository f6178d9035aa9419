internal import PipelineDescription
internal import PipelineSystem

extension ManifestFile {
  /// Whether a Swift manifest certainly changes no file while it runs, not even through another process.
  ///
  /// The standard library and `PipelineDescription` cannot change a file. So a manifest can change files only
  /// if it imports another module or declares a C function. This function searches the text for both, and
  /// returns false in doubt. An `import` in a comment also counts, which only costs time.
  static func changesNoFile(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { text in
      waysToC.allSatisfy { text.places(of: $0).isEmpty }
        && text.places(of: "import").allSatisfy(text.isHarmlessImport)
    }
  }

  private static let waysToC: [StaticString] = ["silgen_name", "_extern", "convention", "_spi"]
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether the letters `import` at `start` are part of a name, or import only `PipelineDescription`.
  fileprivate func isHarmlessImport(at start: Int) -> Bool {
    let (word, harmless) = ("import".utf8, "import PipelineDescription".utf8)
    // A non-ASCII byte can be part of a name or white space, so it never proves that an import is harmless.
    if self[..<start].last.isPartOfName { return true }
    if self[(start + word.count)...].first.isPartOfName { return true }
    guard self[start...].starts(with: harmless) else { return false }
    let next = self[(start + harmless.count)...].first
    return !next.isPartOfName && next ?? 0 < 0x80
  }

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
  fileprivate var isPartOfName: Bool {
    guard let self else { return false }
    return self.isLetterOrDigit || self == UInt8(ascii: "_")
  }
}
