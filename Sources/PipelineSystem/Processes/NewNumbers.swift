internal import CPipelineSystem
internal import Foundation

/// The process ids that Linux has given out since it started a process.
///
/// Linux gives out ids in ascending order, so these include all processes that a script started. For a short
/// script they are few, and checking them takes microseconds, even on a large machine.
enum NewNumbers {
  /// The largest number of ids that callers should check one by one.
  static let limit: Int32 = 128

  /// The age of a process from which on the ids could have started again at the beginning.
  static let patience: Duration = .seconds(1)

  /// Returns the ids after `pid`, up to `last` (the newest, nil if unknown); nil if unknown or too many.
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

  /// Returns the id given out last, which is the fifth field of `/proc/loadavg` (proc(5)).
  static func last(loadAverage text: some Collection<UInt8>) -> Int32? {
    let fields = text.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
    guard fields.count == 5, let last = Int32(decimal: fields[4]), last > 0 else { return nil }
    return last
  }

  /// Returns the ids that this machine gave out after `pid`; nil if they are unknown or too many.
  static func since(_ pid: Int32, age: Duration) -> Range<Int32>? {
    since(pid, last: last(), age: age, largest: largest)
  }

  /// Kept open, because the runner reads it after each script.
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
