/// Who holds the lock of a root, as it says of itself.
package struct LockHolder: Sendable, Equatable {
  /// The process id, on its own machine.
  package let pid: Int32
  /// When it took the lock, in UTC.
  package let since: String
  /// The machine's name.
  package let host: String
  /// The command line, in one line.
  package let command: String

  /// Describes a holder; line breaks in a text become spaces.
  package init(pid: Int32, since: String, host: String, command: String) {
    self.pid = pid
    self.since = LockHolder.oneLine(since)
    self.host = LockHolder.oneLine(host)
    self.command = LockHolder.oneLine(command)
  }

  /// What stands in the lock file: one field a line.
  package var text: String {
    "pid \(pid)\nsince \(since)\nhost \(host)\ncommand \(command)\n"
  }

  /// Reads what stands in a lock file; nil unless every field is there.
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

  /// Control characters become spaces.
  private static func oneLine(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
  }
}

/// Why the lock of a root could not be had.
package enum LockFault: Error, Equatable, Sendable {
  /// Another process has it: who, unless it has not yet written that or it cannot be read.
  case heldBy(LockHolder?)
  /// The file system knows no locks.
  case unsupported(SystemFault)
  /// The system refused.
  case system(SystemFault)
}
