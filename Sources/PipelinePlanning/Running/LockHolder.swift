/// The process that holds the lock of a root, as it describes itself in the lock file.
package struct LockHolder: Sendable, Equatable {
  package let pid: Int32
  /// The time when the process took the lock, in UTC.
  package let since: String
  package let host: String
  package let command: String

  /// Control characters in the texts, such as line breaks, become spaces.
  package init(pid: Int32, since: String, host: String, command: String) {
    self.pid = pid
    self.since = LockHolder.oneLine(since)
    self.host = LockHolder.oneLine(host)
    self.command = LockHolder.oneLine(command)
  }

  package var text: String {
    "pid \(pid)\nsince \(since)\nhost \(host)\ncommand \(command)\n"
  }

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

  private static func oneLine(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
  }
}

package enum LockFault: Error, Equatable, Sendable {
  /// Nil if the other process has not described itself yet, or if the file is unreadable.
  case heldBy(LockHolder?)
  /// The holder is the run whose script started this process.
  case heldByOwnRun(LockHolder?, stage: String)
  /// The file system does not support locks.
  case unsupported(SystemFault)
  case system(SystemFault)
}
