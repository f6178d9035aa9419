/// An amount of memory.
public struct MemorySize: Sendable, Equatable, ExpressibleByStringLiteral {
  /// The size in whole bytes; the check of the manifest rejects impossible sizes.
  package var bytes: Double

  package init(bytes: Double) {
    self.bytes = bytes.rounded()
  }

  /// Returns a size in megabytes, of 1,000,000 bytes each.
  public static func megabytes(_ count: Double) -> MemorySize { MemorySize(bytes: count * 1e6) }

  /// Returns a size in gigabytes, of 1,000 megabytes each.
  public static func gigabytes(_ count: Double) -> MemorySize { MemorySize(bytes: count * 1e9) }

  /// Returns a size in mebibytes, of 1,048,576 bytes each.
  public static func mebibytes(_ count: Double) -> MemorySize {
    MemorySize(bytes: count * 1_048_576)
  }

  /// Returns a size in gibibytes, of 1,024 mebibytes each.
  public static func gibibytes(_ count: Double) -> MemorySize {
    MemorySize(bytes: count * 1_073_741_824)
  }

  /// Creates a size from a text such as `"8GB"` or `"1.5 GiB"`.
  public init(stringLiteral text: String) {
    // A text that is not a size becomes NaN, which the check of the manifest reports.
    self = MemorySize(text: text) ?? MemorySize(bytes: .nan)
  }

  /// Returns a size in whole megabytes.
  public static func megabytes(_ count: Int) -> MemorySize { megabytes(Double(count)) }

  /// Returns a size in whole gigabytes.
  public static func gigabytes(_ count: Int) -> MemorySize { gigabytes(Double(count)) }

  /// Returns a size in whole mebibytes.
  public static func mebibytes(_ count: Int) -> MemorySize { mebibytes(Double(count)) }

  /// Returns a size in whole gibibytes.
  public static func gibibytes(_ count: Int) -> MemorySize { gibibytes(Double(count)) }
}

extension MemorySize {
  /// Reads a size such as `8GB`, `1.5 GiB` or `500 mb`; nil if the text is not a size.
  ///
  /// The unit is required; `B` means bytes. Letter case does not matter. A space can precede the unit.
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

  /// Each unit precedes the longer ones that end with the same letters, so the last match is the right one.
  private static let units: [(name: String, bytes: Double)] = [
    ("b", 1), ("kb", 1e3), ("mb", 1e6), ("gb", 1e9), ("tb", 1e12), ("kib", 1024),
    ("mib", 1_048_576), ("gib", 1_073_741_824), ("tib", 1_099_511_627_776),
  ]
}
