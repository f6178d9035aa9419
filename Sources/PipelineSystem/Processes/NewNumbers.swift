internal import CPipelineSystem

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// The process numbers that Linux has given out since a process was started.
///
/// Numbers are given out in turn, so whatever a script has started has one of these: of a short script
/// a handful, which cost microseconds to ask for, on however large a machine.
enum NewNumbers {
  /// More numbers than this are not asked for one by one.
  static let limit: Int32 = 128

  /// After so long a time the turn may have come round.
  static let patience: Duration = .seconds(1)

  /// The numbers, if they are few.
  ///
  /// - Parameters:
  ///   - pid: The process.
  ///   - last: The number given out last; nil if it is not known.
  ///   - age: How long ago the process was started.
  ///   - largest: The largest number that this system gives out.
  /// - Returns: Nil if only a look at all processes can tell.
  static func since(
    _ pid: Int32,
    last: Int32?,
    age: Duration,
    largest: Int32
  ) -> Range<Int32>? {
    guard let last, age < patience, largest >= 1 << 15, last >= pid, last - pid <= limit else {
      return nil
    }
    return pid + 1..<last + 1
  }

  /// The number given out last, from the text of `/proc/loadavg`: its fifth field (proc(5)).
  static func last(loadAverage text: some Collection<UInt8>) -> Int32? {
    let fields = text.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
    guard fields.count == 5, let last = Int32(decimal: fields[4]), last > 0 else { return nil }
    return last
  }

  /// The numbers given out on this machine since a process was started.
  static func since(_ pid: Int32, age: Duration) -> Range<Int32>? {
    since(pid, last: last(), age: age, largest: largest)
  }

  /// Kept open, for it is asked after each script.
  private static let loadAverage = open("/proc/loadavg", O_RDONLY | O_CLOEXEC)

  private static let largest: Int32 =
    Int32(decimal: ProcessTable.file("/proc/sys/kernel/pid_max")) ?? 0

  private static func last() -> Int32? {
    withUnsafeTemporaryAllocation(byteCount: 128, alignment: 1) { room in
      let length = pread(loadAverage, room.baseAddress, room.count, 0)
      return length > 0 ? last(loadAverage: room[..<length]) : nil
    }
  }
}
