internal import PipelinePlanning

/// What went wrong in a run, gathered while it goes on and told again at its end: what failed, what
/// was not run because of it, what was cancelled.
struct FailureRecap {
  private var failures: [(stage: Event.StageSummary, tail: [String])] = []
  private var moreFailures: [String] = []
  private var stopped: [String] = []
  private var cancelled: [String] = []
  /// Stages that were not run, by what has failed before them, in the order in which it was told.
  private var groups: [(culprits: [String], stages: [String])] = []
  private var groupIndex: [[String]: Int] = [:]
  /// Which failures each stage that was not run comes from.
  private var culprits: [String: [String]] = [:]

  /// Of very many failures only the first are told in full.
  private static let fullLimit = 10
  private static let tailLimit = 5
  /// No more columns of a line than this: some print whole files in one line.
  private static let lineWidth = 200
  private static let nameLimit = 5

  /// Keeps what is worth telling again.
  mutating func take(_ event: Event, tail: [String]) {
    switch event {
    case .stageFinished(let stage) where stage.end == .stopped: stopped.append(stage.stage)
    case .stageFinished(let stage) where !stage.end.isSuccess:
      if failures.count < Self.fullLimit {
        failures.append((stage, tail.suffix(Self.tailLimit)))
      } else {
        moreFailures.append(stage.stage)
      }
    case .stageBlocked(let stage, let upstream): block(stage, by: upstream)
    case .stageCancelled(let stage): cancelled.append(stage)
    default: break
    }
  }

  private mutating func block(_ stage: String, by upstream: [String]) {
    // What is named may itself only have been blocked: the failures behind it are meant.
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

  /// The lines above the last one.
  ///
  /// - Parameters:
  ///   - lines: How a stage is told of.
  ///   - justTold: The stage whose failure is the last thing that was told, which is not told twice.
  /// - Returns: The lines; none where nothing went wrong.
  func lines(_ lines: StageLines, justTold: String?) -> [String] {
    // That a stage was stopped has just been told, unless only what went wrong is.
    let names = (lines.isQuiet ? stopped : []) + cancelled
    return failed(lines, justTold) + notRun
      + (names.isEmpty ? [] : ["cancelled: \(listed(names, limit: Self.nameLimit))"])
  }

  private func failed(_ lines: StageLines, _ justTold: String?) -> [String] {
    let isAlone = failures.count == 1 && moreFailures.isEmpty
    if failures.isEmpty || isAlone && failures[0].stage.stage == justTold { return [] }
    let names = failures.map(\.stage.stage) + moreFailures
    if lines.isQuiet {
      // Nothing else has been told: each of them still stands above.
      return isAlone ? [] : ["failed: \(listed(names, limit: Self.fullLimit))"]
    }
    let full = failures.flatMap { failure in
      let told = lines.recap(
        failure.stage,
        tail: failure.tail.map { $0.cut(toColumns: Self.lineWidth) }
      )
      return failure.stage.stage == justTold ? Array(told.prefix(1)) : told
    }
    let more = moreFailures.isEmpty ? [] : ["  also \(listed(moreFailures, limit: 20))"]
    return ["failed:"] + full + more
  }

  private var notRun: [String] {
    let shown = shortened(groups, to: Self.fullLimit).shown
    let rest = groups.dropFirst(shown.count).reduce(0) { $0 + $1.stages.count }
    let lines = shown.map { group in
      "not run: \(listed(group.stages, limit: Self.nameLimit))"
        + " (blocked by \(listed(group.culprits)))"
    }
    return rest == 0 ? lines : lines + ["not run: \(rest) more (blocked by other failures)"]
  }
}
