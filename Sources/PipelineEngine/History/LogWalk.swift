internal import PipelinePlanning
internal import PipelineReporting

/// Goes through the log from its last line to its first.
struct LogWalk {
  private var lines: BackwardLines
  /// Lines that are not what the log should hold: cut ones, foreign ones.
  private(set) var skipped = 0

  /// Whether it stops at lines that belong to no run and stand between two.
  private let includesChanges: Bool

  init(_ lines: BackwardLines, includesChanges: Bool = false) {
    self.lines = lines
    self.includesChanges = includesChanges
  }

  /// The next line towards the beginning that says of which run it is.
  mutating func next() throws(SystemFault) -> LineHead? {
    while let line = try nextOfAny() {
      if includesChanges || line.event != .accepted && line.event != .cleaned { return line }
    }
    return nil
  }

  private mutating func nextOfAny() throws(SystemFault) -> LineHead? {
    while let line = try lines.next() {
      if line.bytes.isEmpty { continue }
      if let head = LineHead(line) ?? entry(line.bytes).map({ LineHead(line, $0) }) { return head }
    }
    return nil
  }

  /// All that a line says; nil where it is cut behind its head.
  mutating func entry(of line: LineHead) -> LogLine? { entry(line.bytes) }

  private mutating func entry(_ bytes: ArraySlice<UInt8>) -> LogLine? {
    let entry = LogLine(bytes)
    if entry == nil { skipped += 1 }
    return entry
  }
}
