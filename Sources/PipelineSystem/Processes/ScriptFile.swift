#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// What the disk says of a path that is to be started.
enum ScriptFile: Equatable {
  /// Nothing is there, or it cannot be reached.
  case missing
  /// A folder.
  case folder
  /// Neither file nor folder.
  case other
  /// A regular file: whether this user may execute it, and its first bytes (nil if it cannot be
  /// read).
  case file(executable: Bool, start: [UInt8]?)

  /// How many bytes of a file the Linux kernel itself looks at for the interpreter.
  static let startLength = 256

  /// Looks at a path, following links.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - withStart: Whether a file's first bytes are wanted.
  init(reading path: String, withStart: Bool = true) {
    var info = stat()
    guard stat(path, &info) == 0 else {
      self = .missing
      return
    }
    switch info.st_mode & S_IFMT {
    case S_IFDIR: self = .folder
    case S_IFREG:
      let start = withStart ? ScriptFile.start(of: path) : nil
      self = .file(executable: access(path, X_OK) == 0, start: start)
    default: self = .other
    }
  }

  /// The first bytes; nil if they cannot be read.
  private static func start(of path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: startLength)
    let length = read(descriptor, &bytes, startLength)
    return length < 0 ? nil : Array(bytes.prefix(length))
  }
}

/// The first line of a script, if it begins with `#!`.
struct Shebang: Equatable {
  /// The program the system would start, as written.
  let interpreter: String
  /// The program that `env` would look up on PATH, if the interpreter is `env`.
  let program: String?
  /// Whether the line ends in CR LF.
  let hasWindowsEnd: Bool

  /// Reads the line from the first bytes of a file; nil if they are not `#!`.
  init?(start: [UInt8]) {
    guard start.starts(with: [0x23, 0x21]) else { return nil }
    var line = start.dropFirst(2).prefix { $0 != 0x0A }
    hasWindowsEnd = line.last == 0x0D
    if hasWindowsEnd { line = line.dropLast() }
    let words = line.split { $0 == 0x20 || $0 == 0x09 }.map { String(decoding: $0, as: UTF8.self) }
    interpreter = words.first ?? ""
    program = Shebang.programOfEnv(words)
  }

  /// The name `env` looks up; nil for another interpreter, or options whose meaning is left to
  /// `env`.
  private static func programOfEnv(_ words: [String]) -> String? {
    guard let first = words.first, first.split(separator: "/").last == "env" else { return nil }
    var rest = words.dropFirst()
    if rest.first == "-S" || rest.first == "--split-string" { rest = rest.dropFirst() }
    rest = rest.drop { $0.contains("=") }
    guard let name = rest.first, !name.hasPrefix("-") else { return nil }
    return name
  }
}
