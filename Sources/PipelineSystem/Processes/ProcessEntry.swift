/// One process as `/proc/PID/stat` describes it (proc(5)).
struct ProcessEntry: Equatable, Sendable {
  /// Distinguishes a process from a later one with the same id.
  struct Identity: Hashable, Sendable {
    var pid: Int32
    /// In ticks since the machine was started.
    var start: Int64
  }

  let identity: Identity
  /// A letter, such as `T` for stopped.
  let state: UInt8
  let parent: Int32
  let group: Int32
  /// In ticks, including the children that the process has waited for.
  var cpu: Int64 = 0
  /// The number of pages in main memory.
  var pages: Int64 = 0

  var pid: Int32 { identity.pid }

  /// Whether the process runs or is stopped; false for a zombie.
  var isLiving: Bool { state != UInt8(ascii: "Z") && state != UInt8(ascii: "X") }
}

extension ProcessEntry {
  /// Parses the contents of a `stat` file; nil if they are malformed.
  ///
  /// The second field, the program's name, can contain parentheses, so count from the last parenthesis.
  init?(stat bytes: some BidirectionalCollection<UInt8>) {
    guard let end = bytes.lastIndex(of: UInt8(ascii: ")")), let pid = Int32(decimal: bytes) else {
      return nil
    }
    let fields = bytes[end...].dropFirst().split(
      maxSplits: 22,
      whereSeparator: { $0 == UInt8(ascii: " ") }
    )
    // The third field of the file is the first here.
    func number(_ field: Int) -> Int64? { Int64(decimal: fields[field - 3]) }
    guard fields.count >= 22, let state = fields[0].first, let parent = number(4),
      let group = number(5), let start = number(22), let pages = number(24),
      let user = number(14), let system = number(15),
      let childrenUser = number(16), let childrenSystem = number(17)
    else { return nil }
    self.init(
      identity: Identity(pid: pid, start: start),
      state: state,
      parent: Int32(truncatingIfNeeded: parent),
      group: Int32(truncatingIfNeeded: group),
      cpu: user + system + childrenUser + childrenSystem,
      pages: pages
    )
  }
}

extension FixedWidthInteger {
  /// Parses the decimal number at the beginning; nil if there is none, or it is too large.
  init?(decimal bytes: some Collection<UInt8>) {
    let isNegative = bytes.first == UInt8(ascii: "-")
    var value: Self = 0
    var hasDigits = false
    for byte in isNegative ? bytes.dropFirst() : bytes[...] {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { break }
      let (tens, isTooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflows) = tens.addingReportingOverflow(Self(byte - UInt8(ascii: "0")))
      guard !isTooLarge, !overflows else { return nil }
      value = sum
      hasDigits = true
    }
    guard hasDigits else { return nil }
    self = isNegative ? 0 - value : value
  }
}
