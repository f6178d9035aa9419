extension MemorySize {
  /// Reads a size as people write it, `8GB`, `1.5 GiB`, `500 mb`; nil where the text is none.
  ///
  /// Case does not count, and a space may stand before the unit. There must be a unit, as nobody who
  /// writes 8 means bytes; `B` is one. Whether the size makes sense is not looked at.
  ///
  /// - Parameter text: The size.
  package init?(text: String) {
    let lowercased = text.lowercased()
    guard let unit = Self.units.last(where: { lowercased.hasSuffix($0.name) }) else { return nil }
    var digits = lowercased.utf8.dropLast(unit.name.utf8.count)
    if digits.last == UInt8(ascii: " ") { digits = digits.dropLast() }
    let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let isNumber =
      parts.count <= 2
      && parts.allSatisfy { part in
        !part.isEmpty
          && part.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      }
    guard isNumber, let count = Double(String(decoding: digits, as: UTF8.self)) else { return nil }
    self.init(bytes: count * unit.bytes)
  }

  /// What a size may end in, the shorter before the longer that end in them.
  private static let units: [(name: String, bytes: Double)] = [
    ("b", 1), ("kb", 1e3), ("mb", 1e6), ("gb", 1e9), ("tb", 1e12), ("kib", 1024),
    ("mib", 1_048_576), ("gib", 1_073_741_824), ("tib", 1_099_511_627_776),
  ]
}
