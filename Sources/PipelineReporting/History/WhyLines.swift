internal import PipelineDescription
internal import PipelinePlanning

/// The lines of `pipeline why` for one stage: the verdict, the reasons, the first causes, the facts.
struct WhyLines {
  private let graph: Graph
  private let explanation: Explanation
  private let options: StatusText.Options
  private let details: ReasonDetails
  private var status: StageStatus { explanation.status }
  private var background: Background { explanation.background }
  private var style: Style { options.style }
  private var isVerbose: Bool { options.verbosity == .verbose }

  /// So many reasons, links of the chain and names of a list are shown, unless all are.
  static let limit = 10

  init(graph: Graph, explanation: Explanation, options: StatusText.Options) {
    self.graph = graph
    self.explanation = explanation
    self.options = options
    details = ReasonDetails(
      background: explanation.background,
      record: explanation.background.record,
      style: options.style,
      time: options.time,
      limit: options.verbosity == .verbose ? .max - 1 : Self.limit
    )
  }

  var lines: [String] {
    let name = style.paint(graph.name(of: explanation.stage).printable, .bold)
    let isUnknown = status.state == .interrupted && background.isDamaged
    let mark = isUnknown ? StageStatus.State.stale.mark : status.state.mark
    return ["\(style.mark(mark)) \(name)  \(verdict)"] + reasonLines + chainLines
      + facts.factLines(style)
  }

  private var verdict: String {
    let runs = "it would run now, because"
    switch status.state {
    case .running:
      let isWaiting = status.last?.isFollowed ?? false
      return isWaiting ? "waits for its next attempt" : "is running now"
    case .failed: return "\(style.paint("failed", .red)): \(runs)"
    // What the records do not say need not have been an interruption.
    case .interrupted where background.isDamaged: return "\(style.paint("stale", .cyan)): \(runs)"
    case .interrupted: return "interrupted: \(runs)"
    case .stale: return "\(style.paint("stale", .cyan)): \(runs)"
    case .mayRun: return "may run: that depends on \(listed(status.pending))"
    case .upToDate: return style.paint("up to date", .green)
    }
  }

  private var reasonLines: [String] {
    if status.state == .running { return [] }
    let reasons = status.reasons
    // One reason more is as short as saying that there is one.
    let shown = isVerbose || reasons.count <= Self.limit + 1 ? reasons.count : Self.limit
    let left = reasons.count - shown
    return reasons.prefix(shown).flatMap { indented(details.lines(of: $0)) }
      + (left > 0 ? ["  … and \(counted(left, "more reason")) (-v)"] : [])
  }

  /// A sentence, and what belongs to it further in.
  private func indented(_ lines: [String]) -> [String] {
    lines.enumerated().map { ($0.offset == 0 ? "  " : "    ") + $0.element }
  }

  private var chainLines: [String] {
    WhyChain(explanation.chain, in: graph, details: foreign, limit: details.limit).lines
  }

  /// For the reasons of other stages, whose records are not at hand.
  private var foreign: ReasonDetails {
    ReasonDetails(
      background: background,
      record: nil,
      style: style,
      time: options.time,
      limit: details.limit
    )
  }

  private var facts: Message {
    WhyFacts(graph: graph, explanation: explanation, options: options).message
  }
}
