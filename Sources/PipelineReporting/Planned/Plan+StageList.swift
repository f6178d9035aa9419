internal import PipelineDescription
package import PipelinePlanning

extension Plan {
  /// Returns the printed output of `--list-stages`, with the stages in execution order and their states.
  package func stageListText(_ graph: Graph, display: Display = Display()) -> String {
    let nameWidth = columnWidth(of: entries.map { graph.name(of: $0.stage) })
    let numberWidth = String(entries.count).count
    let lines = entries.enumerated().flatMap { index, entry in
      let number = String(index + 1)
      let padding = String(repeating: " ", count: numberWidth - number.count)
      let name = graph.name(of: entry.stage).printable.padded(to: nameWidth)
      let first = "\(padding)\(number)  \(name)  \(entry.verdict.text(display))"
      let indent = String(repeating: " ", count: numberWidth + 2)
      return [first] + about(entry.stage, graph).map { indent + display.style.paint($0, .dim) }
    }
    return display.style.spelled(lines.map { $0 + "\n" }.joined())
  }

  private func about(_ stage: StageID, _ graph: Graph) -> [String] {
    let upstream = graph.upstream(of: stage).map { graph.name(of: $0) }
    let after = upstream.isEmpty ? nil : "after \(listed(upstream))"
    let text = dotted([graph.nodes[stage].stage.summary.printable, after])
    return text.isEmpty ? [] : [text]
  }
}

extension Plan.Verdict {
  fileprivate func text(_ display: Display) -> String {
    let style = display.style
    switch self {
    case .upToDate: return style.paint("up to date", .green)
    case .run(let reasons):
      let first = reasons.first?.text(display.time) ?? "stale"
      if case .runsNow = reasons.first { return style.paint(first, .cyan) }
      return "\(style.paint("to run:", .cyan)) \(first)\(reasons.andMore)"
    case .mayRun(let stages): return "may run: depends on \(listed(stages))"
    }
  }
}
