package import PipelinePlanning

extension Graph {
  /// Why stages would run now, or why not, as people read it: what `pipeline why NAME` prints.
  ///
  /// - Parameters:
  ///   - explanations: The stages that are told of; an empty line stands between two.
  ///   - more: How many more stages there are that would run.
  ///   - display: How it is shown.
  /// - Returns: The lines, the last with its end.
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
