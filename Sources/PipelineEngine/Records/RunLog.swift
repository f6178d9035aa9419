package import PipelinePlanning
package import PipelineReporting
package import PipelineSystem

/// Appends lines to the log of a root, `.pipeline/log.jsonl`, which is never rewritten.
package struct RunLog {
  static let path = Workspace.stateFolder.appending("log.jsonl".utf8)
  private let file: any AppendedFile
  /// Whether an append failed and may have left the first part of a line.
  private var isTorn = false

  /// Adds a line end to a last line that a crash cut short, so that the next line starts on its own.
  package init(opening files: any FileSystem) throws(SystemFault) {
    file = try files.appending(to: Self.path)
    let lineEnd = UInt8(ascii: "\n")
    // An unreadable log may be cut short as well. An extra empty line does no harm.
    let isEmpty = files.state(of: Self.path).stamp?.size == 0
    if !isEmpty, files.tail(of: Self.path, count: 1) != [lineEnd] { try file.append([lineEnd]) }
  }

  /// Appends with one system call; after a failed append, adds a line end first.
  package mutating func append(_ line: LogLine) throws(SystemFault) {
    guard let line = line.bytes else { return }
    let wasTorn = isTorn
    isTorn = true
    try file.append(wasTorn ? [UInt8(ascii: "\n")] + line : line)
    isTorn = false
  }

  package func synchronize() throws(SystemFault) {
    try file.synchronize()
  }
}
