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
    /// The stage's position in the order of declaration.
    package var stage: Int
    package var verdict: Verdict

    package init(stage: Int, verdict: Verdict) {
      self.stage = stage
      self.verdict = verdict
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
