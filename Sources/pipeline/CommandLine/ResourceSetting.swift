internal import PipelineDescription

/// What `--resource NAME=AMOUNT` says.
struct ResourceSetting: Equatable {
  let name: String
  /// A count, or of memory the bytes.
  let amount: Int

  /// Reads a setting; nil where it is none.
  ///
  /// Of memory the amount may have a unit, such as `8GB`.
  init?(_ text: String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else { return nil }
    name = String(parts[0])
    let value = String(parts[1])
    if name == ResourceAmount.memory {
      guard let size = MemorySize(text: value), let bytes = Int(exactly: size.bytes.rounded())
      else {
        return nil
      }
      amount = bytes
    } else {
      guard value.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Int(value) else {
        return nil
      }
      amount = count
    }
    if amount < 1 { return nil }
  }
}
