internal import PipelinePlanning
internal import PipelineReporting

/// Walks through the log from its last line to its first.
struct LogWalk {
  private var lines: BackwardLines
  /// The number of lines that could not be decoded, because they are incomplete or from another program.
  private(set) var skipped = 0

  /// Whether the walk includes the lines of `accept` and `clean`, which belong to no run.
  private let includesChanges: Bool

  init(_ lines: BackwardLines, includesChanges: Bool = false) {
    self.lines = lines
    self.includesChanges = includesChanges
  }

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

  /// Returns nil if the rest of the line, after the head, cannot be decoded.
  mutating func entry(of line: LineHead) -> LogLine? { entry(line.bytes) }

  private mutating func entry(_ bytes: ArraySlice<UInt8>) -> LogLine? {
    let entry = LogLine(bytes)
    if entry == nil { skipped += 1 }
    return entry
  }
}
