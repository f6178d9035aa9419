/// An amount of memory.
public struct MemorySize: Sendable, Equatable, ExpressibleByStringLiteral {
  /// In bytes, rounded to whole ones; what no machine has is found when the manifest is checked.
  package var bytes: Double

  package init(bytes: Double) {
    self.bytes = bytes.rounded()
  }

  /// So many megabytes, of a million bytes each.
  public static func megabytes(_ count: Double) -> MemorySize { MemorySize(bytes: count * 1e6) }

  /// So many gigabytes, of 1,000 megabytes each.
  public static func gigabytes(_ count: Double) -> MemorySize { MemorySize(bytes: count * 1e9) }

  /// So many mebibytes, of 1,048,576 bytes each.
  public static func mebibytes(_ count: Double) -> MemorySize {
    MemorySize(bytes: count * 1_048_576)
  }

  /// So many gibibytes, of 1,024 mebibytes each.
  public static func gibibytes(_ count: Double) -> MemorySize {
    MemorySize(bytes: count * 1_073_741_824)
  }

  /// A size as people write it: `"8GB"`, `"1.5 GiB"`.
  public init(stringLiteral text: String) {
    // What is no size is found when the manifest is checked.
    self = MemorySize(text: text) ?? MemorySize(bytes: .nan)
  }

  /// So many whole megabytes.
  public static func megabytes(_ count: Int) -> MemorySize { megabytes(Double(count)) }

  /// So many whole gigabytes.
  public static func gigabytes(_ count: Int) -> MemorySize { gigabytes(Double(count)) }

  /// So many whole mebibytes.
  public static func mebibytes(_ count: Int) -> MemorySize { mebibytes(Double(count)) }

  /// So many whole gibibytes.
  public static func gibibytes(_ count: Int) -> MemorySize { gibibytes(Double(count)) }
}
