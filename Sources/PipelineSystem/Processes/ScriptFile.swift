internal import Foundation

/// The state of a path that the runner wants to start.
enum ScriptFile: Equatable {
  /// No file, or a file that this process cannot reach.
  case missing
  case folder
  /// Neither a regular file nor a folder.
  case other
  /// A regular file: whether this user can execute it, and its first bytes (nil if they cannot be read).
  case file(executable: Bool, start: [UInt8]?)

  /// The number of bytes that the Linux kernel searches for the interpreter.
  static let startLength = 256

  /// Follows links; `withStart` says whether to read the first bytes.
  init(reading path: String, withStart: Bool = true) {
    var info = stat()
    guard stat(path, &info) == 0 else {
      self = .missing
      return
    }
    switch info.st_mode & S_IFMT {
    case S_IFDIR: self = .folder
    case S_IFREG:
      let file = withStart ? try? OpenFile(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)) : nil
      let start = try? file?.read(from: 0, count: ScriptFile.startLength)
      self = .file(executable: access(path, X_OK) == 0, start: start)
    default: self = .other
    }
  }
}

/// The first line of a script, if it begins with `#!`.
struct Shebang: Equatable {
  /// The program that the system would start, as written.
  let interpreter: String
  /// The program that `env` would look up on PATH, if the interpreter is `env`.
  let program: String?
  /// Whether the line ends in CR LF.
  let hasWindowsEnd: Bool

  init?(start: [UInt8]) {
    guard start.starts(with: [0x23, 0x21]) else { return nil }
    var line = start.dropFirst(2).prefix { $0 != 0x0A }
    hasWindowsEnd = line.last == 0x0D
    if hasWindowsEnd { line = line.dropLast() }
    let words = line.split { $0 == 0x20 || $0 == 0x09 }.map { String(decoding: $0, as: UTF8.self) }
    interpreter = words.first ?? ""
    program = Shebang.programOfEnv(words)
  }

  /// Returns nil for another interpreter than `env`, or if `env` has options other than `-S`.
  private static func programOfEnv(_ words: [String]) -> String? {
    guard let first = words.first, first.split(separator: "/").last == "env" else { return nil }
    var rest = words.dropFirst()
    if rest.first == "-S" || rest.first == "--split-string" { rest = rest.dropFirst() }
    rest = rest.drop { $0.contains("=") }
    guard let name = rest.first, !name.hasPrefix("-") else { return nil }
    return name
  }
}
