internal import PipelineDescription
package import PipelinePlanning

/// Why stages would run now, or why not, as people read it: what `pipeline why NAME` prints.
package struct WhyText {
  private let graph: Graph
  private let explanations: [Explanation]
  private let more: Int
  private let display: Display

  /// Takes what is to be told, and how many more stages there are that would run.
  package init(
    graph: Graph,
    explanations: [Explanation],
    more: Int = 0,
    display: Display = Display()
  ) {
    self.more = more
    self.graph = graph
    self.explanations = explanations
    self.display = display
  }

  /// The lines, the last with its end; an empty line between two stages.
  package var text: String {
    if explanations.isEmpty {
      let mark = display.style.mark(.success)
      return display.style.spelled("\(mark) nothing would run: no stage is stale\n")
    }
    let blocks = explanations.map { explanation in
      WhyLines(graph: graph, explanation: explanation, display: display).lines
        .map { $0 + "\n" }.joined()
    }
    let rest = more > 0 ? ["… and \(counted(more, "more stage")) that would run (-v)\n"] : []
    return display.style.spelled((blocks + rest).joined(separator: "\n"))
  }
}
