internal import PipelineDescription
package import PipelinePlanning

/// Why stages would run now, or why not, and what a file is, as data: what `pipeline why --json` prints.
///
/// ```json
/// {
///   "pipeline": "retrospective",
///   "stages": [
///     {"stage": "fit", "state": "may_run", "reasons": [], "depends_on": ["clean"], "last": {…},
///      "chain": [{"stage": "fit", "upstream": "clean", "reads": ["clean.csv"]},
///                {"stage": "clean", "reasons": […]}],
///      "runs_before": ["clean"], "then_runs": [], "then_may_run": ["plot"], "compared_by": "time",
///      "record": {"run": "2026…", "inputs": 1, "scripts": 1, "outputs": 1, "acceptance": null}}
///   ],
///   "file": null
/// }
/// ```
///
/// `state`, `reasons`, `depends_on` and `last` are those of `pipeline status --json`; `file` is described
/// at `FileExplanation.write(to:)`.
package struct WhyJSON {
  private let graph: Graph
  private let explanations: [Explanation]
  private let file: FileExplanation?

  /// Takes what is to be told: stages, or a file.
  package init(graph: Graph, explanations: [Explanation] = [], file: FileExplanation? = nil) {
    self.graph = graph
    self.explanations = explanations
    self.file = file
  }

  /// One JSON object over several lines, the last with its end.
  package var text: String {
    var writer = JSONWriter(indented: true)
    writer.object { writer in
      writer.string(graph.name, for: "pipeline")
      writer.key("stages")
      writer.array { writer in
        for explanation in explanations {
          writer.object { writer in write(explanation, to: &writer) }
        }
      }
      writer.key("file")
      if let file { file.write(graph, to: &writer) } else { writer.null() }
    }
    return writer.text + "\n"
  }

  private func write(_ explanation: Explanation, to writer: inout JSONWriter) {
    explanation.status.writeFields(graph, to: &writer)
    writer.key("chain")
    writer.array { writer in
      for link in explanation.chain { write(link, to: &writer) }
    }
    let names = { (stages: [StageID]) in stages.map(graph.name(of:)) }
    writer.strings(names(explanation.before), for: "runs_before")
    writer.strings(names(explanation.downstream.runs), for: "then_runs")
    writer.strings(names(explanation.downstream.mayRun), for: "then_may_run")
    writer.string(explanation.background.isByContent ? "content" : "time", for: "compared_by")
    writer.key("record")
    if let record = explanation.background.record {
      write(record, to: &writer)
    } else {
      writer.null()
    }
  }

  private func write(_ link: Explanation.Link, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.string(graph.name(of: link.stage), for: "stage")
      switch link.cause {
      case .upstream(let other, let reads):
        writer.string(graph.name(of: other), for: "upstream")
        writer.strings(reads, for: "reads")
      case .reasons(let reasons): writer.reasons(reasons)
      }
    }
  }

  private func write(_ record: Record, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.string(record.run, for: "run")
      writer.integer(record.inputs.reduce(0) { $0 + $1.files.count }, for: "inputs")
      writer.integer(record.scripts.count, for: "scripts")
      writer.integer(record.outputs.reduce(0) { $0 + $1.files.count }, for: "outputs")
      writer.key("acceptance")
      guard let acceptance = record.acceptance else { return writer.null() }
      writer.object { writer in
        writer.string(Timestamp(milliseconds: acceptance.time).iso(), for: "time")
        writer.string(acceptance.reason, for: "reason")
      }
    }
  }
}
