package import PipelinePlanning

extension Graph {
  /// Returns the printed output of `pipeline why`; `more` is the number of further stages that would run.
  package func whyText(
    _ explanations: [Explanation],
    more: Int = 0,
    display: Display = Display()
  ) -> String {
    if explanations.isEmpty {
      let mark = display.style.mark(.success)
      return display.style.spelled("\(mark) nothing would run: no stage is stale\n")
    }
    let blocks = explanations.map { explanation in
      WhyLines(graph: self, explanation: explanation, display: display).lines
        .map { $0 + "\n" }.joined()
    }
    let rest = more > 0 ? ["… and \(counted(more, "more stage")) that would run (-v)\n"] : []
    return display.style.spelled((blocks + rest).joined(separator: "\n"))
  }
}

/// The lines of `pipeline why` for one stage, with the verdict, the reasons, the first causes and the facts.
struct WhyLines {
  let graph: Graph
  let explanation: Explanation
  let display: Display
  var status: StageStatus { explanation.status }
  var background: Background { explanation.background }
  private var style: Style { display.style }

  /// The maximum length of each list without `-v`.
  static let limit = 10

  var lines: [String] {
    let name = style.paint(graph.name(of: explanation.stage).printable, .bold)
    let isUnknown = status.state == .interrupted && background.isDamaged
    let mark = isUnknown ? StageStatus.State.stale.mark : status.state.mark
    return ["\(style.mark(mark)) \(name)  \(verdict)"] + reasonLines + chainLines
      + facts.factLines(style) + style.hintLines(contentHint).map { "  " + $0 }
  }

  /// The hint about files of which only the time differs; nil if the stage is compared by content anyway.
  private var contentHint: String? {
    let isTold = status.state != .running && !background.isByContent
    guard isTold, status.reasons.contains(where: \.isOnlyTime) else { return nil }
    return "files of equal size may have equal bytes: `Staleness(.content)` compares them"
  }

  private var verdict: String {
    let runs = "it would run now, because"
    switch status.state {
    case .running:
      let isWaiting = status.last?.isFollowed ?? false
      return isWaiting ? "waits for its next attempt" : "is running now"
    case .failed: return "\(style.paint("failed", .red)): \(runs)"
    // Damaged records do not prove that the attempt was interrupted.
    case .interrupted where background.isDamaged: return "\(style.paint("stale", .cyan)): \(runs)"
    case .interrupted: return "interrupted: \(runs)"
    case .stale: return "\(style.paint("stale", .cyan)): \(runs)"
    case .mayRun: return "may run: depends on \(listed(status.pending))"
    case .upToDate: return style.paint("up to date", .green)
    }
  }

  private var reasonLines: [String] {
    if status.state == .running { return [] }
    let details = ReasonDetails(background: background, record: background.record, display: display)
    let (shown, left) = shortened(status.reasons, to: display.limit(Self.limit))
    let lines = shown.flatMap { reason in
      details.lines(of: reason).enumerated().map { ($0.offset == 0 ? "  " : "    ") + $0.element }
    }
    return lines + (left > 0 ? ["  … and \(counted(left, "more reason")) (-v)"] : [])
  }

  private var chainLines: [String] {
    // The records of other stages are not available here.
    let foreign = ReasonDetails(background: background, record: nil, display: display)
    return WhyChain(explanation.chain, in: graph, details: foreign).lines
  }
}
