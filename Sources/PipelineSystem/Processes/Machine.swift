internal import CPipelineSystem
internal import Foundation

package enum Machine {
  /// The cores that this process may use; fewer if a control group grants less processor time.
  package static var cores: Int {
    let allowed = min(allowedCores, allocation.cores ?? .max)
    guard let quota = ControlGroup.current?.cores else { return allowed }
    return max(1, min(allowed, Int(quota.rounded(.up))))
  }

  /// The main memory that this process may use, in bytes; nil if unknown.
  package static var memory: Int64? {
    [physicalMemory, ControlGroup.current?.memoryLimit, allocation.memory].compactMap { $0 }.min()
  }

  /// In bytes, including the file cache; nil if unknown.
  package static var freeMemory: Int64? {
    [availableMemory, ControlGroup.current?.freeMemory].compactMap { $0 }.min()
  }

  /// The GPUs that the environment grants this process; nil if it does not say.
  package static var gpus: Int? { allocation.gpus }

  private static let allocation = Allocation(environment: ProcessInfo.processInfo.environment)

  package static var openFiles: Int {
    let limit = sysconf(Int32(_SC_OPEN_MAX))
    return limit > 0 ? limit : .max
  }

  private static var allowedCores: Int {
    let count = Int(pipeline_allowed_cores())
    return count > 0 ? count : max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  }

  #if canImport(Darwin)
  private static var physicalMemory: Int64? {
    var bytes: Int64 = 0
    var size = MemoryLayout<Int64>.size
    return sysctlbyname("hw.memsize", &bytes, &size, nil, 0) == 0 ? bytes : nil
  }

  private static var availableMemory: Int64? {
    var info = vm_statistics64()
    var count = mach_msg_type_number_t(
      MemoryLayout<vm_statistics64>.size / MemoryLayout<integer_t>.size
    )
    let host = mach_host_self()
    defer { mach_port_deallocate(mach_task_self_, host) }
    let result = withUnsafeMutablePointer(to: &info) {
      $0.withMemoryRebound(to: integer_t.self, capacity: Int(count)) {
        host_statistics64(host, HOST_VM_INFO64, $0, &count)
      }
    }
    guard result == KERN_SUCCESS else { return nil }
    let pages = Int64(info.free_count) + Int64(info.inactive_count) + Int64(info.purgeable_count)
    return pages * Int64(sysconf(Int32(_SC_PAGESIZE)))
  }
  #else
  private static var physicalMemory: Int64? { memoryField("MemTotal") }

  private static var availableMemory: Int64? { memoryField("MemAvailable") }
  #endif

  /// Returns a field of `/proc/meminfo` in bytes, such as `MemTotal:  24684096 kB` (proc(5)).
  static func memoryField(
    _ name: String,
    in text: [UInt8] = ProcessTable.file("/proc/meminfo")
  ) -> Int64? {
    for line in text.split(separator: UInt8(ascii: "\n")) {
      let words = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ":") }
      guard words.count >= 2, words[0].elementsEqual(name.utf8) else { continue }
      return Int64(decimal: words[1]).map { $0 * 1024 }
    }
    return nil
  }
}
