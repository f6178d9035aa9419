internal import PipelineDescription
package import PipelinePlanning

/// The plan as data: what `--dry-run --json` prints.
///
/// ```json
/// {
///   "pipeline": "retrospective", "to_run": 1, "may_run": 1, "up_to_date": 1,
///   "stages": [
///     {"stage": "extraction", "verdict": "up_to_date", "reasons": [], "upstream": [],
///      "inputs": ["data/raw/*.csv"], "outputs": ["data/a.json"], "commands": []},
///     {"stage": "enrichment", "verdict": "run",
///      "reasons": [{"kind": "forced", "text": "forced"}], "upstream": ["extraction"], …},
///     {"stage": "analysis", "verdict": "may_run", "depends_on": ["enrichment"], …}
///   ]
/// }
/// ```
///
/// Stages are in the order of execution. `commands` are those that would be started. The reasons are
/// described at `Reason.write(to:)`.
package struct PlanJSON {
  private let graph: Graph
  private let plan: Plan
  private let commands: (StageID) -> [String]

  /// Takes what is to be told.
  package init(graph: Graph, plan: Plan, commands: @escaping (StageID) -> [String]) {
    self.graph = graph
    self.plan = plan
    self.commands = commands
  }

  /// One JSON object over several lines, the last with its end.
  package var text: String {
    var writer = JSONWriter(indented: true)
    writer.object { writer in
      writer.string(graph.name, for: "pipeline")
      writer.integer(plan.runCount, for: "to_run")
      writer.integer(plan.mayRunCount, for: "may_run")
      let upToDate = plan.entries.count - plan.runCount - plan.mayRunCount
      writer.integer(upToDate, for: "up_to_date")
      writer.key("stages")
      writer.array { writer in
        for entry in plan.entries {
          writer.object { writer in write(entry, to: &writer) }
        }
      }
    }
    return writer.text + "\n"
  }

  private func write(_ entry: Plan.Entry, to writer: inout JSONWriter) {
    let node = graph.nodes[entry.stage]
    writer.string(node.stage.name, for: "stage")
    entry.verdict.writeFields(to: &writer)
    writer.strings(graph.upstream(of: entry.stage).map { graph.name(of: $0) }, for: "upstream")
    writer.strings(node.inputs.map(\.text), for: "inputs")
    writer.strings(node.outputs.map(\.text), for: "outputs")
    writer.strings(commands(entry.stage), for: "commands")
  }
}

extension Plan.Verdict {
  /// Writes the verdict and its reasons as keys of the object that the writer stands in.
  func writeFields(to writer: inout JSONWriter) {
    switch self {
    case .run(let reasons):
      writer.string("run", for: "verdict")
      writer.reasons(reasons)
    case .upToDate:
      writer.string("up_to_date", for: "verdict")
      writer.reasons([])
    case .mayRun(let stages):
      writer.string("may_run", for: "verdict")
      writer.reasons([])
      writer.strings(stages, for: "depends_on")
    }
  }
}
