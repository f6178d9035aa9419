extension MemorySize {
  /// Reads a number of bytes, or a number with a unit; nil for anything else.
  package init?(text: String) {
    let units: [(String, Double)] = [
      ("MiB", 1_048_576), ("GiB", 1_073_741_824), ("MB", 1e6), ("GB", 1e9), ("", 1),
    ]
    guard let (unit, size) = units.first(where: { text.hasSuffix($0.0) }),
      let count = Double(text.dropLast(unit.count))
    else { return nil }
    self.init(bytes: count * size)
  }
}
