internal import Foundation
package import PipelinePlanning

package struct Launch: Sendable, Equatable {
  /// Absolute, or relative to `workingDirectory`.
  package var executable: String
  /// Without the program's own name.
  package var arguments: [String]
  /// The whole environment; the program inherits no other variable.
  package var environment: [String: String]
  /// The absolute path of a folder.
  package var workingDirectory: String
  /// Does not count time in which the runner is suspended; nil for no limit.
  package var timeLimit: Duration?
  /// The longest time in which the program neither prints nor computes; nil for no limit.
  package var idleLimit: Duration?
  /// The time between TERM and KILL when the runner stops the program's process group.
  package var grace: Duration

  package init(
    executable: String,
    arguments: [String] = [],
    environment: [String: String],
    workingDirectory: String,
    timeLimit: Duration? = nil,
    idleLimit: Duration? = nil,
    grace: Duration = .seconds(5)
  ) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.timeLimit = timeLimit
    self.idleLimit = idleLimit
    self.grace = grace
  }
}

extension Launch {
  /// The limit of all arguments and variables of a program, in bytes.
  package static var totalLimit: Int { LaunchCheck.Limits.system.total }

  /// The first text, or the sum of all texts, that is longer than the system allows; nil if there is none.
  package var sizeFault: LaunchFault? { LaunchCheck.sizes(self, limits: .system) }
}

/// Finds the faults of a launch.
enum LaunchCheck {
  /// The limits in bytes, including the zero at the end of each text.
  struct Limits: Equatable {
    var total: Int
    /// The limit for one text; nil if the system has none.
    var single: Int?

    static var system: Limits {
      let total = sysconf(Int32(_SC_ARG_MAX))
      #if os(Linux)
      // MAX_ARG_STRLEN is 32 pages.
      return Limits(total: total > 0 ? total : .max, single: 32 * sysconf(Int32(_SC_PAGESIZE)))
      #else
      return Limits(total: total > 0 ? total : .max, single: nil)
      #endif
    }
  }

  /// Returns the first fault in the texts of a launch for which the system would certainly refuse the start.
  static func sizes(_ launch: Launch, limits: Limits) -> LaunchFault? {
    for (index, argument) in launch.arguments.enumerated() {
      let bytes = argument.utf8.count + 1
      if let limit = limits.single, bytes > limit {
        return .argumentTooLong(index: index, bytes: bytes, limit: limit)
      }
      if hasZero(argument) { return .zeroByte(in: argument) }
    }
    // Sort only if there is a fault, because sorting takes longer than the check.
    let isFaulty = launch.environment.contains { name, value in
      let isLong = limits.single.map { name.utf8.count + value.utf8.count + 2 > $0 } ?? false
      return isLong || hasZero(name) || hasZero(value)
    }
    for (name, value) in isFaulty ? launch.environment.sorted(by: { $0.key < $1.key }) : [] {
      let bytes = name.utf8.count + value.utf8.count + 2
      if let limit = limits.single, bytes > limit {
        return .variableTooLong(name: name, bytes: bytes, limit: limit)
      }
      if hasZero(name) || hasZero(value) { return .zeroByte(in: name) }
    }
    if hasZero(launch.executable) { return .zeroByte(in: launch.executable) }
    if hasZero(launch.workingDirectory) { return .zeroByte(in: launch.workingDirectory) }
    let total = bytes(launch)
    return total > limits.total ? .argumentsTooLong(bytes: total, limit: limits.total) : nil
  }

  /// Returns the size of the path, arguments and environment, including the zero at the end of each text.
  static func bytes(_ launch: Launch) -> Int {
    let arguments = launch.arguments.reduce(0) { $0 + $1.utf8.count + 1 }
    let variables = launch.environment.reduce(0) {
      $0 + $1.key.utf8.count + $1.value.utf8.count + 2
    }
    return launch.executable.utf8.count + 1 + arguments + variables
  }

  /// Finds the fault after a failed start, because Foundation's error does not name the file at fault.
  static func files(_ launch: Launch, program: String) -> LaunchFault? {
    guard ScriptFile(reading: launch.workingDirectory, withStart: false) == .folder else {
      return .workingFolderMissing(launch.workingDirectory)
    }
    guard access(launch.workingDirectory, X_OK) == 0 else {
      return .system(SystemFault(errno), call: "chdir")
    }
    switch ScriptFile(reading: program, withStart: false) {
    case .missing: return .missing(launch.executable)
    case .folder: return .isFolder(launch.executable)
    case .other: return .isNotFile(launch.executable)
    case .file(let executable, _): return executable ? nil : .notExecutable(launch.executable)
    }
  }

  private static func hasZero(_ text: String) -> Bool {
    let isFound = text.utf8.withContiguousStorageIfAvailable { bytes in
      bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false
    }
    return isFound ?? text.utf8.contains(0)
  }
}
