internal import PipelineDescription
package import PipelinePlanning

/// Why stages would run now, or why not, as people read it: what `pipeline why NAME` prints.
package struct WhyText {
  private let graph: Graph
  private let explanations: [Explanation]
  private let options: StatusText.Options

  /// Takes what is to be told.
  package init(graph: Graph, explanations: [Explanation], options: StatusText.Options) {
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
    return options.style.spelled(blocks.joined(separator: "\n"))
  }
}
