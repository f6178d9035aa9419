/// The verdict on each selected stage, with its reasons, in the order of execution.
package struct Plan: Equatable, Sendable {
  package enum Verdict: Equatable, Sendable {
    case run([Reason])
    case upToDate
    /// The stage has no reason of its own to run, but these upstream stages run or may run before it.
    case mayRun(after: [String])
  }

  package struct Entry: Equatable, Sendable {
    package var stage: StageID
    package var verdict: Verdict
    /// Whether the stage is up to date by content, but the records need its new stamps or digests.
    package var hasNews: Bool

    package init(stage: StageID, verdict: Verdict, hasNews: Bool = false) {
      self.stage = stage
      self.verdict = verdict
      self.hasNews = hasNews
    }
  }

  package var entries: [Entry]

  package init(entries: [Entry]) {
    self.entries = entries
  }

  package var runCount: Int {
    entries.count { if case .run = $0.verdict { true } else { false } }
  }

  package var mayRunCount: Int {
    entries.count { if case .mayRun = $0.verdict { true } else { false } }
  }

  package var isUpToDate: Bool { runCount == 0 }

  /// Whether all stages that run or may run are on one path through the graph, so that none run in parallel.
  package func isChain(in graph: Graph) -> Bool {
    let busy = Set(entries.lazy.filter { $0.verdict != .upToDate }.map(\.stage))
    // For each stage, the largest number of busy stages on a path that ends with this stage.
    var length = StageTable(repeating: 0, count: graph.nodes.count)
    var longest = 0
    for stage in graph.order {
      let before = graph.upstream(of: stage).reduce(0) { max($0, length[$1]) }
      length[stage] = before + (busy.contains(stage) ? 1 : 0)
      longest = max(longest, length[stage])
    }
    return longest == busy.count
  }

  /// Returns `run` if there are reasons; `pending` lists the upstream stages that run or may run.
  package static func verdict(reasons: [Reason], pending: [String]) -> Verdict {
    if !reasons.isEmpty { return .run(reasons) }
    return pending.isEmpty ? .upToDate : .mayRun(after: pending)
  }
}
