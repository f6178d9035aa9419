internal import PipelinePlanning

/// The failed, blocked and cancelled stages of a run, collected for a recap at its end.
struct FailureRecap {
  private var failures: [(stage: Event.StageSummary, tail: [String])] = []
  private var stopped: [String] = []
  private var cancelled: [String] = []
  /// The blocked stages, grouped by the failed stages that block them, in the order of the events.
  private var groups: [(culprits: [String], stages: [String])] = []
  private var groupIndex: [[String]: Int] = [:]
  /// The blocked stages that lack something, with the names of what they lack.
  private var lacks: [(stage: String, names: [String])] = []
  /// For each blocked stage, the failed stages that block it.
  private var culprits: [String: [String]] = [:]

  /// The maximum number of failures with details in the recap.
  private static let fullLimit = 10
  private static let tailLimit = 5
  /// The maximum width of a log line in columns, because some programs print whole files in one line.
  private static let lineWidth = 200
  private static let nameLimit = 5

  mutating func take(_ event: Event, tail: [String]) {
    switch event {
    case .stageFinished(let stage) where stage.end == .stopped: stopped.append(stage.stage)
    case .stageFinished(let stage) where !stage.end.isSuccess:
      let isFull = failures.count < Self.fullLimit
      failures.append((stage, isFull ? tail.suffix(Self.tailLimit) : []))
    case .stageBlocked(let stage, _, let names) where !names.isEmpty: lacks.append((stage, names))
    case .stageBlocked(let stage, let upstream, _): block(stage, by: upstream)
    case .stageCancelled(let stage): cancelled.append(stage)
    default: break
    }
  }

  private mutating func block(_ stage: String, by upstream: [String]) {
    // An upstream stage may itself be blocked. Then the failed stages that block it count instead.
    var roots = upstream.first.map { culprits[$0] ?? [$0] } ?? []
    if upstream.count > 1 {
      var known: Set<String> = []
      roots = upstream.flatMap { culprits[$0] ?? [$0] }.filter { known.insert($0).inserted }
    }
    culprits[stage] = roots
    if let index = groupIndex[roots] {
      groups[index].stages.append(stage)
    } else {
      groupIndex[roots] = groups.count
      groups.append((roots, [stage]))
    }
  }

  /// Returns the recap, without the details of the stage `justTold`, because they were printed last.
  func lines(_ lines: StageLines, justTold: String?) -> [String] {
    // Stopped stages already have a line of their own, except in quiet mode.
    let names = (lines.isQuiet ? stopped : []) + cancelled
    return failed(lines, justTold) + notRun
      + (names.isEmpty ? [] : ["cancelled: \(listed(names, limit: Self.nameLimit))"])
  }

  private func failed(_ lines: StageLines, _ justTold: String?) -> [String] {
    let isAlone = failures.count == 1
    if failures.isEmpty || isAlone && failures[0].stage.stage == justTold { return [] }
    let names = failures.map(\.stage.stage)
    if lines.isQuiet {
      // In quiet mode nothing else was printed, so the report of each failure is still visible.
      return isAlone ? [] : ["failed: \(listed(names, limit: Self.fullLimit))"]
    }
    let full = failures.prefix(Self.fullLimit).flatMap { failure in
      let told = lines.recap(
        failure.stage,
        tail: failure.tail.map { $0.cut(toColumns: Self.lineWidth) }
      )
      return failure.stage.stage == justTold ? Array(told.prefix(1)) : told
    }
    let more = names.dropFirst(Self.fullLimit)
    return ["failed:"] + full + (more.isEmpty ? [] : ["  also \(listed(more, limit: 20))"])
  }

  private var notRun: [String] {
    let lacking = shortened(lacks, to: Self.fullLimit)
    let lackLines =
      lacking.shown.map { "not run: \($0.stage.printable) (needs \(listed($0.names)))" }
      + (lacking.left > 0 ? ["not run: \(lacking.left) more (something is missing)"] : [])
    let shown = shortened(groups, to: Self.fullLimit).shown
    let rest = groups.dropFirst(shown.count).reduce(0) { $0 + $1.stages.count }
    let lines = shown.map { group in
      "not run: \(listed(group.stages, limit: Self.nameLimit))"
        + " (blocked by \(listed(group.culprits)))"
    }
    return lackLines + lines
      + (rest == 0 ? [] : ["not run: \(rest) more (blocked by other failures)"])
  }
}
