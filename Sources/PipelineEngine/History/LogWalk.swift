internal import PipelinePlanning

/// Goes through the log from its last line to its first.
struct LogWalk {
  /// A line with what its head says, which is decoded only when that is asked for.
  struct Line {
    /// Where it begins in the log.
    let position: Int
    let bytes: ArraySlice<UInt8>
    let event: LineHead.Event?
    let run: ArraySlice<UInt8>
    let stage: ArraySlice<UInt8>?
    let isSuccess: Bool
  }

  private var lines: BackwardLines
  /// Lines that are not what the log should hold: cut ones, foreign ones.
  private(set) var skipped = 0

  /// Whether it stops at acceptances, which belong to no run and stand between two.
  private let includesAcceptances: Bool

  init(_ lines: BackwardLines, includesAcceptances: Bool = false) {
    self.lines = lines
    self.includesAcceptances = includesAcceptances
  }

  /// The next line towards the beginning that says of which run it is.
  mutating func next() throws(SystemFault) -> Line? {
    while let line = try nextOfAny() {
      if includesAcceptances || line.event != .accepted { return line }
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
  mutating func entry(of line: Line) -> LogEntry? { entry(line.bytes) }

  private mutating func entry(_ bytes: ArraySlice<UInt8>) -> LogEntry? {
    let entry = LogLineDecoder.entry(bytes)
    if entry == nil { skipped += 1 }
    return entry
  }
}

extension LogWalk.Line {
  /// The line of an entry that had to be decoded to know what it is.
  fileprivate init(_ found: BackwardLines.Line, _ entry: LogEntry) {
    var (stage, isSuccess): (String?, Bool) = (nil, false)
    let event: LineHead.Event? =
      switch entry.content {
      case .runStarted: .runStarted
      case .attemptStarted: .attemptStarted
      case .attemptFinished: .attemptFinished
      case .stageFinished: .stageFinished
      case .warning: .warning
      case .runFinished: .runFinished
      case .accepted: .accepted
      case .unknown: nil
      }
    switch entry.content {
    case .attemptStarted(let attempt), .attemptFinished(let attempt): stage = attempt.stage
    case .accepted(let acceptance): stage = acceptance.stage
    case .stageFinished(let finished):
      stage = finished.stage
      isSuccess = finished.end.isSuccess
    case .runStarted, .warning, .runFinished, .unknown: break
    }
    self.init(
      position: found.position,
      bytes: found.bytes,
      event: event,
      run: Array(entry.run.utf8)[...],
      stage: stage.map { Array($0.utf8)[...] },
      isSuccess: isSuccess
    )
  }
}
