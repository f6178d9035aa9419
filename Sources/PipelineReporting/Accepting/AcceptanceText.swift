internal import PipelineDescription
package import PipelinePlanning

/// What was accepted, and what is still stale: what `pipeline accept` prints.
package struct AcceptanceText {
  private let graph: Graph
  private let stages: [(stage: StageID, reasons: [Reason])]
  private let stale: [StageID]
  private let display: Display
  private var style: Style { display.style }

  /// So many reasons of a stage are told.
  private static let limit = 3

  /// Takes what is to be told.
  ///
  /// - Parameters:
  ///   - graph: The pipeline.
  ///   - stages: The stages that were named with what had made them stale; nothing, of those that were
  ///     up to date already.
  ///   - stale: The stages after them that are not up to date.
  ///   - display: How it is shown.
  package init(
    graph: Graph,
    stages: [(stage: StageID, reasons: [Reason])],
    stale: [StageID],
    display: Display = Display()
  ) {
    self.graph = graph
    self.stages = stages
    self.stale = stale
    self.display = display
  }

  /// The lines, the last with its end.
  package var text: String {
    let width = columnWidth(of: stages.map { graph.name(of: $0.stage) })
    let told = stages.flatMap { stage, reasons -> [String] in
      let name = graph.name(of: stage)
      if reasons.isEmpty { return [style.line(.idle, name, width: width, "up to date already")] }
      return [style.line(.success, name, width: width, "accepted")] + lines(of: reasons)
    }
    return style.spelled((told + staleLines).map { $0 + "\n" }.joined())
  }

  private func lines(of reasons: [Reason]) -> [String] {
    let (shown, more) = shortened(reasons, to: display.limit(Self.limit))
    let ending = more > 0 ? ["… and \(counted(more, "more reason")) (-v)"] : []
    return (shown.map { $0.text(display.time) } + ending).map { "    " + style.paint($0, .dim) }
  }

  private var staleLines: [String] {
    guard let first = stale.first else { return [] }
    let names = listed(stale.map(graph.name(of:)), limit: 5)
    return [
      "still stale: \(names) · pipeline --from \(shellQuoted(graph.name(of: first)).printable)"
    ]
  }
}
