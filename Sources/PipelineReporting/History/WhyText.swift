internal import PipelineDescription
package import PipelinePlanning

/// Why stages would run now, or why not, as people read it: what `pipeline why NAME` prints.
package struct WhyText {
  private let graph: Graph
  private let explanations: [Explanation]
  private let more: Int
  private let options: StatusText.Options

  /// Takes what is to be told, and how many more stages there are that would run.
  package init(
    graph: Graph,
    explanations: [Explanation],
    more: Int = 0,
    options: StatusText.Options
  ) {
    self.more = more
    self.graph = graph
    self.explanations = explanations
    self.options = options
  }

  /// The lines, the last with its end; an empty line between two stages.
  package var text: String {
    if explanations.isEmpty {
      let mark = options.style.mark(.success)
      return options.style.spelled("\(mark) nothing would run: no stage is stale\n")
    }
    let blocks = explanations.map { explanation in
      WhyLines(graph: graph, explanation: explanation, options: options).lines
        .map { $0 + "\n" }.joined()
    }
    let rest = more > 0 ? ["… and \(counted(more, "more stage")) that would run (-v)\n"] : []
    return options.style.spelled((blocks + rest).joined(separator: "\n"))
  }
}
