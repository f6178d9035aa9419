/// The process that holds the lock of a root, as it describes itself in the lock file.
package struct LockHolder: Sendable, Equatable {
  /// The process id on `host`.
  package let pid: Int32
  /// The time when it took the lock, in UTC.
  package let since: String
  /// The machine's name.
  package let host: String
  /// The command line, without line breaks.
  package let command: String

  /// Creates a holder; control characters in the texts, such as line breaks, become spaces.
  package init(pid: Int32, since: String, host: String, command: String) {
    self.pid = pid
    self.since = LockHolder.oneLine(since)
    self.host = LockHolder.oneLine(host)
    self.command = LockHolder.oneLine(command)
  }

  /// The content of the lock file: one field per line.
  package var text: String {
    "pid \(pid)\nsince \(since)\nhost \(host)\ncommand \(command)\n"
  }

  /// Parses the content of a lock file; nil if a field is missing.
  package init?(text: String) {
    var fields: [Substring: Substring] = [:]
    for line in text.split(separator: "\n") {
      guard let space = line.firstIndex(of: " ") else { continue }
      fields[line[..<space]] = line[line.index(after: space)...]
    }
    guard let pid = fields["pid"].flatMap({ Int32($0) }), let since = fields["since"],
      let host = fields["host"], let command = fields["command"]
    else { return nil }
    self.init(pid: pid, since: String(since), host: String(host), command: String(command))
  }

  /// Replaces control characters by spaces.
  private static func oneLine(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
  }
}

/// The reason why a session could not take the lock of a root.
package enum LockFault: Error, Equatable, Sendable {
  /// Another process holds the lock; nil if it has not described itself yet or the file is unreadable.
  case heldBy(LockHolder?)
  /// The file system does not support locks.
  case unsupported(SystemFault)
  /// The system refused.
  case system(SystemFault)
}
