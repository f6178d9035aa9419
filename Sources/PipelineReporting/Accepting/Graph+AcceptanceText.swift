internal import PipelineDescription
package import PipelinePlanning

extension Graph {
  /// What was accepted, and what is still stale: what `pipeline accept` prints.
  ///
  /// - Parameters:
  ///   - stages: The stages that were named with what had made them stale; nothing, of those that were
  ///     up to date already.
  ///   - stale: The stages after them that are not up to date.
  ///   - display: How it is shown.
  /// - Returns: The lines, the last with its end.
  package func acceptanceText(
    _ stages: [(stage: StageID, reasons: [Reason])],
    stale: [StageID],
    display: Display = Display()
  ) -> String {
    let style = display.style
    let width = columnWidth(of: stages.map { name(of: $0.stage) })
    let told = stages.flatMap { stage, reasons -> [String] in
      let name = name(of: stage)
      if reasons.isEmpty { return [style.line(.idle, name, width: width, "up to date already")] }
      return [style.line(.success, name, width: width, "accepted")] + lines(of: reasons, display)
    }
    return style.spelled((told + staleLines(stale)).map { $0 + "\n" }.joined())
  }

  /// Not more than three reasons, unless all are told.
  private func lines(of reasons: [Reason], _ display: Display) -> [String] {
    let (shown, more) = shortened(reasons, to: display.limit(3))
    let ending = more > 0 ? ["… and \(counted(more, "more reason")) (-v)"] : []
    return (shown.map { $0.text(display.time) } + ending).map {
      "    " + display.style.paint($0, .dim)
    }
  }

  private func staleLines(_ stale: [StageID]) -> [String] {
    guard let first = stale.first else { return [] }
    let names = listed(stale.map(name(of:)), limit: 5)
    return ["still stale: \(names) · pipeline --from \(shellQuoted(name(of: first)).printable)"]
  }
}
