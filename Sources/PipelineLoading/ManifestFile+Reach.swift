internal import PipelineDescription
internal import PipelineSystem

extension ManifestFile {
  /// Whether a running Swift manifest certainly changes no file, neither itself nor through a process.
  ///
  /// Neither the standard library nor the module that manifests import can change a file. A manifest can do
  /// so only if it imports something else or declares a C function itself. This function searches the text
  /// for both, and returns false if there is any doubt. An `import` in a comment counts, too; that only costs
  /// time.
  static func changesNoFile(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { text in
      waysToC.allSatisfy { text.places(of: $0).isEmpty }
        && text.places(of: "import").allSatisfy(text.isHarmlessImport)
    }
  }

  private static let waysToC: [StaticString] = ["silgen_name", "_extern", "convention", "_spi"]
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether the letters `import` here are part of a name, or import only `PipelineDescription`.
  fileprivate func isHarmlessImport(at start: Int) -> Bool {
    let (word, harmless) = ("import".utf8, "import PipelineDescription".utf8)
    // A byte beyond ASCII may belong to a name or be white space, so it counts as doubt.
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
