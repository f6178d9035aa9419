import Foundation

/// The living processes that were started from one project, even if they have detached themselves.
struct LivingProcesses {
  struct Entry: Equatable {
    var pid: pid_t
    var command: String
  }

  /// The processes with the marker in their environment or among their arguments.
  let all: [Entry]

  init(marker: String) {
    #if os(Linux)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    all = names.compactMap { name in
      guard let pid = pid_t(name), pid != getpid() else { return nil }
      let command = Self.read("/proc/\(name)/cmdline")
      // A zombie has no arguments anymore.
      guard !command.isEmpty,
        (Self.read("/proc/\(name)/environ") + command).contains(marker)
      else { return nil }
      return Entry(pid: pid, command: command.replacingOccurrences(of: "\0", with: " "))
    }
    #else
    all = []
    #endif
  }

  /// Whether a process is stopped, as by Ctrl-Z.
  static func isStopped(_ pid: pid_t) -> Bool {
    read("/proc/\(pid)/stat").split(separator: ")").last?.hasPrefix(" T") ?? false
  }

  private static func read(_ path: String) -> String {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else { return "" }
    return String(decoding: data, as: UTF8.self)
  }
}
