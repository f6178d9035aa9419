extension Duration {
  /// Parses a positive number of seconds, or a number with a unit: `90`, `1.5s`, `5m`, `1h`.
  init?(written text: String) {
    let units: [(suffix: String, seconds: Double)] = [
      ("ms", 0.001), ("s", 1), ("min", 60), ("m", 60), ("h", 3600), ("", 1),
    ]
    guard let unit = units.first(where: { text.hasSuffix($0.suffix) }) else { return nil }
    let digits = text.dropLast(unit.suffix.count)
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }),
      let number = Double(digits)
    else { return nil }
    let seconds = number * unit.seconds
    guard seconds > 0, seconds < 1e9 else { return nil }
    self = .seconds(seconds)
  }
}
