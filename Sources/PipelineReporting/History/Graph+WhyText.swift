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
