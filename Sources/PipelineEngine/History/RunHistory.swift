package import PipelinePlanning
package import PipelineReporting
internal import PipelineSystem

/// A line of the log; `bytes` come without the line end.
package struct FoundLine {
  package var entry: LogLine
  package var bytes: ArraySlice<UInt8>
}

/// Reads a root's log from its end, without the lock; the lines of a run are contiguous, because only one run
/// at a time holds the lock.
package struct RunHistory {
  private let lines: () -> BackwardLines
  /// The number of lines read so far that could not be decoded.
  package private(set) var skipped = 0

  /// Each call of `lines` must start again at the last line.
  package init(_ lines: @escaping () -> BackwardLines) {
    self.lines = lines
  }

  package init?(of workspace: PathResolver) throws(SystemFault) {
    guard let file = try OpenFile(reading: workspace.absolute(RunLog.path)) else { return nil }
    let size = file.size
    self.init {
      BackwardLines(size: size) { (position, count) throws(SystemFault) -> [UInt8] in
        try file.read(from: position, count: count)
      }
    }
  }

  /// Returns overviews of the last runs, the newest first.
  package mutating func runs(last count: Int) throws(SystemFault) -> [RunOverview] {
    var walk = LogWalk(lines())
    defer { skipped += walk.skipped }
    var runs: [RunOverview] = []
    var reader: OverviewReader?
    while let line = try walk.next() {
      if reader?.isOf(line) != true {
        if let reader { runs.append(reader.overview) }
        if runs.count >= count { return runs }
        reader = OverviewReader(line)
      }
      reader?.take(line, from: &walk)
      // This is the first line of the oldest wanted run, so no earlier line is needed.
      if line.event == .runStarted, let done = reader, runs.count + 1 >= count {
        return runs + [done.overview]
      }
    }
    return reader.map { runs + [$0.overview] } ?? runs
  }

  /// Returns overviews of the runs that began in a range of time, the newest first; times are in ms since 1970.
  package mutating func runs(startedIn range: Range<Int64>) throws(SystemFault) -> [RunOverview] {
    var readers: [OverviewReader] = []
    try walk { line, walk in
      guard let start = line.start else { return true }
      if start < range.lowerBound { return false }
      if start >= range.upperBound { return true }
      if readers.last?.isOf(line) != true { readers.append(OverviewReader(line)) }
      readers[readers.count - 1].take(line, from: &walk)
      return true
    }
    return readers.map(\.overview)
  }

  /// Returns the start and end lines of the runs that began in a range of time, in the order of the log.
  package mutating func edges(startedIn range: Range<Int64>) throws(SystemFault) -> [FoundLine] {
    var found: [FoundLine] = []
    try walk { line, walk in
      guard let start = line.start else { return true }
      if start < range.lowerBound { return false }
      guard start < range.upperBound, line.event == .runStarted || line.event == .runFinished,
        let entry = walk.entry(of: line)
      else { return true }
      found.append(FoundLine(entry: entry, bytes: line.bytes))
      return true
    }
    return found.reversed()
  }

  /// Returns the start and end lines of the last runs, in the order of the log.
  package mutating func edges(ofLast count: Int) throws(SystemFault) -> [FoundLine] {
    var found: [FoundLine] = []
    var (runs, id): (Int, ArraySlice<UInt8>) = (0, [])
    try walk { line, walk in
      if !line.run.elementsEqual(id) { (runs, id) = (runs + 1, line.run) }
      if runs > count { return false }
      if line.event == .runStarted || line.event == .runFinished, let entry = walk.entry(of: line) {
        found.append(FoundLine(entry: entry, bytes: line.bytes))
      }
      return line.event != .runStarted || runs < count
    }
    return found.reversed()
  }

  /// Returns the events of a run, found by its id, the beginning of the id, or `last`; nil without any run.
  package mutating func run(
    _ name: String
  ) throws(HistoryFault) -> RunEvents? {
    guard let (id, lines) = try lines(ofRun: name) else { return nil }
    var run = RunEvents(id: id)
    for line in lines { run.add(line.entry.event) }
    return run
  }

  /// Returns the id of a run and its lines in log order; nil if the log has no run at all.
  ///
  /// `name` is the id, the beginning of the id, or `last`.
  package mutating func lines(
    ofRun name: String
  ) throws(HistoryFault) -> (id: String, lines: [FoundLine])? {
    let wanted = Array((name == "last" ? "" : name).utf8)
    let isLast = wanted.isEmpty
    var walk = LogWalk(lines())
    defer { skipped += walk.skipped }
    var found: [[UInt8]] = []
    var block: [LineHead] = []
    var hasRuns = false
    while let line = try next(&walk) {
      hasRuns = true
      if let id = found.last, line.run.elementsEqual(id) {
        if found.count == 1 { block.append(line) }
        continue
      }
      // `last` or a whole id names one run, but several ids can begin with `name`.
      if let id = found.first, isLast || id == wanted || found.count > Self.ambiguityLimit { break }
      guard line.run.starts(with: wanted) else { continue }
      found.append(Array(line.run))
      if found.count == 1 { block = [line] }
    }
    if found.count > 1 {
      let runs = found.map { String(decoding: $0, as: UTF8.self) }
      throw .ambiguousRun(name, runs: Array(runs.prefix(Self.ambiguityLimit)))
    }
    guard let id = found.first else {
      if !hasRuns { return nil }
      throw try unknownRun(name)
    }
    let lines = block.reversed().compactMap { line in
      walk.entry(of: line).map { FoundLine(entry: $0, bytes: line.bytes) }
    }
    return (String(decoding: id, as: UTF8.self), lines)
  }

  private static let ambiguityLimit = 5

  private func unknownRun(_ name: String) throws(HistoryFault) -> HistoryFault {
    var walk = LogWalk(lines())
    var ids: [String] = []
    var last: ArraySlice<UInt8> = []
    var isStage = false
    while ids.count < 5000, let line = try next(&walk) {
      if let stage = line.stage, stage.elementsEqual(name.utf8) { isStage = true }
      if line.run.elementsEqual(last) { continue }
      last = line.run
      ids.append(String(decoding: last, as: UTF8.self))
    }
    return .unknownRun(name, nearest: nearestName(to: name, among: ids), isStage: isStage)
  }

  private func next(_ walk: inout LogWalk) throws(HistoryFault) -> LineHead? {
    do throws(SystemFault) {
      return try walk.next()
    } catch {
      throw .unreadable(path: RunLog.path.text, error)
    }
  }

  /// Returns the position of the first line of the last run; nil if `run` is not the last run.
  package mutating func position(ofLast run: String) throws(SystemFault) -> Int? {
    var position: Int?
    try walk { line, _ in
      guard line.run.elementsEqual(run.utf8) else { return false }
      position = line.position
      return true
    }
    return position
  }

  /// Passes the lines to `take`, from the last to the first, until `take` returns false.
  mutating func walk(
    includesChanges: Bool = false,
    _ take: (LineHead, inout LogWalk) -> Bool
  ) throws(SystemFault) {
    var walk = LogWalk(lines(), includesChanges: includesChanges)
    defer { skipped += walk.skipped }
    while let line = try walk.next() {
      if !take(line, &walk) { return }
    }
  }
}
