internal import PipelineDescription
package import PipelinePlanning

/// The stages in the order of execution as data: what `--list-stages --json` prints.
///
/// ```json
/// {
///   "pipeline": "retrospective",
///   "stages": [
///     {"position": 1, "stage": "extraction", "summary": "Read the raw transcripts",
///      "verdict": "up_to_date", "reasons": [], "upstream": [], "inputs": […], "outputs": […]}
///   ]
/// }
/// ```
///
/// `verdict`, `reasons` and `depends_on` are those of `PlanJSON`.
package struct StageListJSON {
  private let graph: Graph
  private let plan: Plan

  /// Takes what is to be told.
  package init(graph: Graph, plan: Plan) {
    self.graph = graph
    self.plan = plan
  }

  /// One JSON object over several lines, the last with its end.
  package var text: String {
    var writer = JSONWriter(indented: true)
    writer.object { writer in
      writer.string(graph.name, for: "pipeline")
      writer.key("stages")
      writer.array { writer in
        for (index, entry) in plan.entries.enumerated() {
          writer.object { writer in write(entry, position: index + 1, to: &writer) }
        }
      }
    }
    return writer.text + "\n"
  }

  private func write(_ entry: Plan.Entry, position: Int, to writer: inout JSONWriter) {
    let node = graph.nodes[entry.stage]
    writer.integer(position, for: "position")
    writer.string(node.stage.name, for: "stage")
    writer.string(node.stage.summary, for: "summary")
    entry.verdict.writeFields(to: &writer)
    writer.strings(graph.upstream(of: entry.stage).map { graph.name(of: $0) }, for: "upstream")
    writer.strings(node.inputs.map(\.text), for: "inputs")
    writer.strings(node.outputs.map(\.text), for: "outputs")
  }
}
