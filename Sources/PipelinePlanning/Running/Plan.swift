/// What would be done now: for the selected stages, in order, the verdict and the reasons.
package struct Plan: Equatable, Sendable {
  package enum Verdict: Equatable, Sendable {
    /// Stale, for these reasons.
    case run([Reason])
    case upToDate
    /// Nothing says that it must run, and these upstream stages run before it.
    case mayRun(after: [String])
  }

  package struct Entry: Equatable, Sendable {
    package var stage: StageID
    package var verdict: Verdict
    /// Whether what was seen is to be noted though the stage is up to date: it goes by what is in
    /// files, and their stamps have changed or nobody has looked into them yet.
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

  /// Whether nothing is stale.
  package var isUpToDate: Bool { runCount == 0 }

  /// Whether of the stages that run or may run no two could ever run at once.
  ///
  /// They then lie on one way through the graph: each after the one before it.
  package func isChain(in graph: Graph) -> Bool {
    let busy = Set(entries.lazy.filter { $0.verdict != .upToDate }.map(\.stage))
    // By stage, how many of them lie on the longest way that ends with it.
    var length = StageTable(repeating: 0, count: graph.nodes.count)
    var longest = 0
    for stage in graph.order {
      let before = graph.upstream(of: stage).reduce(0) { max($0, length[$1]) }
      length[stage] = before + (busy.contains(stage) ? 1 : 0)
      longest = max(longest, length[stage])
    }
    return longest == busy.count
  }

  /// The verdict on one stage, from its own reasons and from what runs before it.
  ///
  /// - Parameters:
  ///   - reasons: What is known without the stages that are still to run.
  ///   - pending: The upstream stages that run, or may run, before it.
  /// - Returns: Run for any reason of its own; else it depends on what runs before.
  package static func verdict(reasons: [Reason], pending: [String]) -> Verdict {
    if !reasons.isEmpty { return .run(reasons) }
    return pending.isEmpty ? .upToDate : .mayRun(after: pending)
  }
}
