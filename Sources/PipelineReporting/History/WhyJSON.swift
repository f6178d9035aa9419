internal import PipelineDescription
package import PipelinePlanning

extension Graph {
  /// Returns the output of `pipeline why --json`, about stages or a file.
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
  /// `state`, `reasons`, `depends_on` and `last` are the same as in `pipeline status --json`.
  /// `FileExplanation.writeFields(_:to:)` describes `file`.
  package func whyJSON(_ explanations: [Explanation] = [], file: FileExplanation? = nil) -> String {
    JSONWriter.text { writer in
      writer.string(name, for: "pipeline")
      writer.objects(explanations, for: "stages", write)
      writer.object(file, for: "file") { $0.writeFields(self, to: &$1) }
    }
  }

  private func write(_ explanation: Explanation, to writer: inout JSONWriter) {
    explanation.status.writeFields(self, to: &writer)
    writer.objects(explanation.chain, for: "chain") { link, writer in
      writer.string(name(of: link.stage), for: "stage")
      switch link.cause {
      case .upstream(let other, let reads):
        writer.string(name(of: other), for: "upstream")
        writer.strings(reads, for: "reads")
      case .reasons(let reasons): writer.reasons(reasons)
      }
    }
    let names = { (stages: [StageID]) in stages.map(self.name(of:)) }
    writer.strings(names(explanation.before), for: "runs_before")
    writer.strings(names(explanation.downstream.runs), for: "then_runs")
    writer.strings(names(explanation.downstream.mayRun), for: "then_may_run")
    writer.string(explanation.background.isByContent ? "content" : "time", for: "compared_by")
    writer.object(explanation.background.record, for: "record") { $0.writeFields(to: &$1) }
  }
}

extension Record {
  fileprivate func writeFields(to writer: inout JSONWriter) {
    writer.string(run, for: "run")
    writer.integer(inputs.reduce(0) { $0 + $1.files.count }, for: "inputs")
    writer.integer(scripts.count, for: "scripts")
    writer.integer(outputs.reduce(0) { $0 + $1.files.count }, for: "outputs")
    writer.object(acceptance, for: "acceptance") { acceptance, writer in
      writer.string(Timestamp(milliseconds: acceptance.time).iso(), for: "time")
      writer.string(acceptance.reason, for: "reason")
    }
  }
}
