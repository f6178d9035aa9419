internal import PipelineDescription
package import PipelinePlanning

extension Graph {
  /// Returns the printed output of `pipeline accept`; `stale` has the downstream stages that are still stale.
  ///
  /// The reasons say why a selected stage was stale; a stage without reasons was up to date already.
  package func acceptanceText(
    _ stages: [(stage: StageID, reasons: [Reason])],
    stale: [StageID],
    display: Display = Display()
  ) -> String {
    let style = display.style
    let width = columnWidth(of: stages.map { name(of: $0.stage) })
    let told = stages.flatMap { stage, reasons -> [String] in
      let name = name(of: stage)
      if reasons.isEmpty { return [style.line(.idle, name, width: width, "already up to date")] }
      return [style.line(.success, name, width: width, "accepted")] + lines(of: reasons, display)
    }
    let all = told + style.staleLines("still", stale.map(name(of:)))
    return style.spelled(all.map { $0 + "\n" }.joined())
  }

  private func lines(of reasons: [Reason], _ display: Display) -> [String] {
    let (shown, more) = shortened(reasons, to: display.limit(3))
    let ending = more > 0 ? ["… and \(counted(more, "more reason")) (-v)"] : []
    return (shown.map { $0.text(display.time) } + ending).map {
      "    " + display.style.paint($0, .dim)
    }
  }
}
