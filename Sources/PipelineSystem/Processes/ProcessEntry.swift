/// One process as Linux tells of it in `/proc/PID/stat` (proc(5)).
struct ProcessEntry: Equatable, Sendable {
  /// A process, and no other that gets its number later.
  struct Identity: Hashable, Sendable {
    var pid: Int32
    /// When it was started, in ticks since the machine was.
    var start: Int64
  }

  let identity: Identity
  /// The letter that stands for its state.
  let state: UInt8
  let parent: Int32
  /// The number of its process group.
  let group: Int32
  /// Processor time of itself and of the children it has waited for, in ticks.
  let cpu: Int64
  /// The pages that it holds in main memory.
  let pages: Int64

  var pid: Int32 { identity.pid }

  /// Whether it runs or is stopped; a zombie does neither.
  var isLiving: Bool { state != UInt8(ascii: "Z") && state != UInt8(ascii: "X") }

  init(
    identity: Identity,
    state: UInt8,
    parent: Int32,
    group: Int32,
    cpu: Int64 = 0,
    pages: Int64 = 0
  ) {
    self.identity = identity
    self.state = state
    self.parent = parent
    self.group = group
    self.cpu = cpu
    self.pages = pages
  }

  /// Reads the file's text; nil if it is not as it should be.
  ///
  /// The second field is the program's name in parentheses, which may hold anything: so from the last
  /// parenthesis on.
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
    identity = Identity(pid: pid, start: start)
    self.state = state
    self.parent = Int32(truncatingIfNeeded: parent)
    self.group = Int32(truncatingIfNeeded: group)
    self.pages = pages
    cpu = user + system + childrenUser + childrenSystem
  }
}

extension FixedWidthInteger {
  /// The decimal number that bytes begin with; nil if they do not, or it is too large.
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
