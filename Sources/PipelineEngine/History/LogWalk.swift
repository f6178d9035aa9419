internal import PipelinePlanning
internal import PipelineReporting

/// Goes through the log from its last line to its first.
struct LogWalk {
  /// A line with what its head says, which is decoded only when that is asked for.
  struct Line {
    /// Where it begins in the log.
    let position: Int
    let bytes: ArraySlice<UInt8>
    let event: Event.Kind?
    let run: ArraySlice<UInt8>
    let stage: ArraySlice<UInt8>?
    let isSuccess: Bool
  }

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
  mutating func next() throws(SystemFault) -> Line? {
    while let line = try nextOfAny() {
      if includesChanges || line.event != .accepted && line.event != .cleaned { return line }
    }
    return nil
  }

  private mutating func nextOfAny() throws(SystemFault) -> Line? {
    while let found = try lines.next() {
      let bytes = found.bytes
      if bytes.isEmpty { continue }
      if let head = LineHead(bytes) {
        return Line(
          position: found.position,
          bytes: bytes,
          event: head.event,
          run: head.run,
          stage: head.stage,
          isSuccess: head.isSuccess
        )
      }
      if let entry = entry(bytes) { return Line(found, entry) }
    }
    return nil
  }

  /// All that a line says; nil where it is cut behind its head.
  mutating func entry(of line: Line) -> LogLine? { entry(line.bytes) }

  private mutating func entry(_ bytes: ArraySlice<UInt8>) -> LogLine? {
    let entry = LogLine(bytes)
    if entry == nil { skipped += 1 }
    return entry
  }
}

extension LogWalk.Line {
  /// The line of an entry that had to be decoded to know what it is.
  fileprivate init(_ found: BackwardLines.Line, _ entry: LogLine) {
    var isSuccess = false
    if case .stageFinished(let stage) = entry.event { isSuccess = stage.end.isSuccess }
    self.init(
      position: found.position,
      bytes: found.bytes,
      event: entry.event.kind,
      run: Array(entry.run.utf8)[...],
      stage: entry.event.stage.map { Array($0.utf8)[...] },
      isSuccess: isSuccess
    )
  }
}
