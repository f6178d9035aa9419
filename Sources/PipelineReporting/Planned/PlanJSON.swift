internal import PipelineDescription
package import PipelinePlanning

extension Plan {
  /// Returns the plan as `--dry-run --json` prints it.
  ///
  /// ```json
  /// {
  ///   "pipeline": "retrospective", "to_run": 1, "may_run": 1, "up_to_date": 1,
  ///   "price": {"work_seconds": 3.5, "wall_seconds": 2.1, "jobs": 2, "known": 2, "unknown": 0},
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
  /// Stages are in execution order. `commands` lists what a run would start. Reasons are as in the log.
  package func json(_ graph: Graph, price: Price, commands: (StageID) -> [String]) -> String {
    JSONWriter.text { writer in
      writer.string(graph.name, for: "pipeline")
      writer.integer(runCount, for: "to_run")
      writer.integer(mayRunCount, for: "may_run")
      writer.integer(entries.count - runCount - mayRunCount, for: "up_to_date")
      writer.key("price")
      writer.object { writer in
        writer.seconds(price.work, for: "work_seconds")
        writer.seconds(price.wall, for: "wall_seconds")
        writer.integer(price.jobs, for: "jobs")
        writer.integer(price.known, for: "known")
        writer.integer(price.unknown, for: "unknown")
      }
      writer.objects(entries, for: "stages") { entry, writer in
        writer.string(graph.name(of: entry.stage), for: "stage")
        entry.writeFields(graph, to: &writer)
        writer.strings(commands(entry.stage), for: "commands")
      }
    }
  }

  /// Returns the stages in execution order, as `--list-stages --json` prints them.
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
  /// `verdict`, `reasons` and `depends_on` are the same as in `json(_:price:commands:)`.
  package func stageListJSON(_ graph: Graph) -> String {
    JSONWriter.text { writer in
      writer.string(graph.name, for: "pipeline")
      writer.objects(entries.enumerated(), for: "stages") { place, writer in
        let stage = graph.nodes[place.element.stage].stage
        writer.integer(place.offset + 1, for: "position")
        writer.string(stage.name, for: "stage")
        writer.string(stage.summary, for: "summary")
        place.element.writeFields(graph, to: &writer)
      }
    }
  }
}

extension Plan.Entry {
  /// Writes the keys of a stage that the plan and the list of stages have in common.
  fileprivate func writeFields(_ graph: Graph, to writer: inout JSONWriter) {
    let node = graph.nodes[stage]
    verdict.writeFields(to: &writer)
    writer.strings(graph.upstream(of: stage).map { graph.name(of: $0) }, for: "upstream")
    writer.strings(node.inputs.map(\.text), for: "inputs")
    writer.strings(node.outputs.map(\.text), for: "outputs")
  }
}

extension Plan.Verdict {
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
