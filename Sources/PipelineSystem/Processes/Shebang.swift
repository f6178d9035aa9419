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
