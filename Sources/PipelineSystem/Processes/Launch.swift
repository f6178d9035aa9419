internal import PipelinePlanning

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// What to start: one program with everything it is given.
package struct Launch: Sendable, Equatable {
  /// Path of the program, absolute or relative to `workingDirectory`.
  package var executable: String
  /// What the program is told, without its own name.
  package var arguments: [String]
  /// The whole environment; nothing is inherited beside it.
  package var environment: [String: String]
  /// Absolute path of the folder the program starts in.
  package var workingDirectory: String
  /// How long it may run, counted while the runner itself is not stopped; nil is for ever.
  package var timeLimit: Duration?
  /// How long its group may take to end between TERM and KILL.
  package var grace: Duration

  /// Describes a launch; nothing is looked at yet.
  package init(
    executable: String,
    arguments: [String] = [],
    environment: [String: String],
    workingDirectory: String,
    timeLimit: Duration? = nil,
    grace: Duration = .seconds(5)
  ) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.timeLimit = timeLimit
    self.grace = grace
  }
}

/// What can be seen to be wrong with a launch: `sizes` before it is tried, `files` when it has failed.
///
/// Foundation's error does not say what was missing, so whatever can be looked up is looked up.
enum LaunchCheck {
  /// How long arguments and environment may be, in bytes with their ending zero.
  struct Limits: Equatable {
    /// All of them together.
    var total: Int
    /// Each one; nil where the system has no such limit.
    var single: Int?

    /// This system's limits.
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

  /// The first fault in what the program is given, if it is sure that the system would refuse it.
  static func sizes(_ launch: Launch, limits: Limits) -> LaunchFault? {
    for (index, argument) in launch.arguments.enumerated() {
      let bytes = argument.utf8.count + 1
      if let limit = limits.single, bytes > limit {
        return .argumentTooLong(index: index, bytes: bytes, limit: limit)
      }
      if hasZero(argument) { return .zeroByte(in: argument) }
    }
    // Put in order only where there is something to be told.
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

  /// Length of program, arguments and environment, each with its ending zero.
  static func bytes(_ launch: Launch) -> Int {
    let arguments = launch.arguments.reduce(0) { $0 + $1.utf8.count + 1 }
    let variables = launch.environment.reduce(0) {
      $0 + $1.key.utf8.count + $1.value.utf8.count + 2
    }
    return launch.executable.utf8.count + 1 + arguments + variables
  }

  /// What is wrong with the files of a launch; `program` is the absolute path of its executable.
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

  /// Whether a text would end too early as a C string.
  private static func hasZero(_ text: String) -> Bool {
    let isFound = text.utf8.withContiguousStorageIfAvailable { bytes in
      bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false
    }
    return isFound ?? text.utf8.contains(0)
  }
}
