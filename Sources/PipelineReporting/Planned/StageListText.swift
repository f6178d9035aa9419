internal import PipelineDescription
package import PipelinePlanning

/// The stages in the order of execution, with their state: what `--list-stages` prints.
package struct StageListText {
  private let graph: Graph
  private let plan: Plan
  private let display: Display
  private var style: Style { display.style }

  /// Takes what is to be told.
  package init(graph: Graph, plan: Plan, display: Display = Display()) {
    self.graph = graph
    self.plan = plan
    self.display = display
  }

  /// The lines, the last with its end.
  package var text: String {
    let nameWidth = columnWidth(of: plan.entries.map { graph.name(of: $0.stage) })
    let numberWidth = String(plan.entries.count).count
    let lines = plan.entries.enumerated().flatMap { index, entry in
      let number = String(index + 1)
      let padding = String(repeating: " ", count: numberWidth - number.count)
      let name = graph.name(of: entry.stage).printable.padded(to: nameWidth)
      let first = "\(padding)\(number)  \(name)  \(state(entry.verdict))"
      let indent = String(repeating: " ", count: numberWidth + 2)
      return [first] + about(entry.stage).map { indent + style.paint($0, .dim) }
    }
    return style.spelled(lines.map { $0 + "\n" }.joined())
  }

  private func state(_ verdict: Plan.Verdict) -> String {
    switch verdict {
    case .upToDate: return style.paint("up to date", .green)
    case .run(let reasons):
      let first = reasons.first?.text(display.time) ?? "stale"
      if case .runsNow = reasons.first { return style.paint(first, .cyan) }
      return "\(style.paint("to run:", .cyan)) \(first)\(reasons.andMore)"
    case .mayRun(let stages): return "may run: depends on \(listed(stages))"
    }
  }

  /// What the stage does and what it waits for; no line where neither is said.
  private func about(_ stage: StageID) -> [String] {
    let node = graph.nodes[stage]
    let upstream = graph.upstream(of: stage).map { graph.name(of: $0) }
    let after = upstream.isEmpty ? nil : "after \(listed(upstream))"
    let text = dotted([node.stage.summary.printable, after])
    return text.isEmpty ? [] : [text]
  }
}
