internal import PipelineDescription
package import PipelinePlanning

extension Status {
  /// Returns the output of `pipeline status --json`, with the state of each stage.
  ///
  /// ```json
  /// {
  ///   "pipeline": "retrospective",
  ///   "running": {"run": "2026…", "started": "…", "host": "…", "process": 12, "command": "pipeline",
  ///               "elsewhere": false, "to_run": 3, "may_run": 0, "succeeded": 1, "failed": 0,
  ///               "left_seconds": 12.5},
  ///   "last_run": {"run": "2026…", "outcome": "succeeded", …},
  ///   "counts": {"running": 1, "failed": 0, "interrupted": 0, "stale": 1, "may_run": 0, "up_to_date": 1},
  ///   "stages": [
  ///     {"stage": "fit", "state": "failed", "reasons": […], "depends_on": [], "last": {…}}
  ///   ],
  ///   "former_outputs": [{"path": "old.csv", "stage": "old", "run": "2026…", "before_run": null}]
  /// }
  /// ```
  ///
  /// `running` is null if no run is in progress; its `run` is null until that run has logged something.
  /// `last` is the newest known attempt of the stage. A running stage also has `usual_seconds`,
  /// `over_seconds` and `last_line`, an object with `text` and `time`; each is null if unknown. Reasons have the form of `Reason.write(to:)`. For a
  /// former output, `run` is the run that made it; if that is unknown, `before_run` is a later run.
  ///
  /// `stages` lists the stages in one of `states`, or all stages if `states` is empty.
  package func json(_ graph: Graph, states: [StageStatus.State]) -> String {
    JSONWriter.text { writer in
      writer.string(graph.name, for: "pipeline")
      writer.object(run.isIdle ? nil : run, for: "running") { run, writer in
        run.writeFields(to: &writer)
        writer.value(left.map(rounded), for: "left_seconds")
      }
      writer.object(last, for: "last_run") { $0.writeFields(to: &$1) }
      writer.key("counts")
      writer.object { writer in
        for state in StageStatus.State.allCases {
          writer.key(state.key)
          writer.integer(count(state))
        }
      }
      let told = stages.filter { states.isEmpty || states.contains($0.state) }
      writer.objects(told, for: "stages") { $0.writeFields(graph, to: &$1) }
      writer.objects(formerOutputs, for: "former_outputs") { $0.writeFields(to: &$1) }
    }
  }
}

extension RunState {
  fileprivate func writeFields(to writer: inout JSONWriter) {
    writer.string(run?.run.id, for: "run")
    let start = (run?.run.start?.time).map { Timestamp(milliseconds: $0).iso() }
    writer.string(start ?? holder?.since, for: "started")
    writer.string(holder?.host, for: "host")
    writer.value(holder?.pid, for: "process")
    writer.string(holder?.command, for: "command")
    writer.value({ if case .elsewhere = self { true } else { false } }(), for: "elsewhere")
    guard let run else { return }
    writer.integer(run.run.start?.toRun ?? 0, for: "to_run")
    writer.integer(run.run.start?.mayRun ?? 0, for: "may_run")
    writer.integer(run.succeeded, for: "succeeded")
    writer.integer(run.failed, for: "failed")
  }
}

extension StageStatus {
  func writeFields(_ graph: Graph, to writer: inout JSONWriter) {
    writer.string(graph.name(of: stage), for: "stage")
    writer.string(state.key, for: "state")
    writer.reasons(reasons)
    writer.strings(pending, for: "depends_on")
    writer.object(last, for: "last") { $0.writeFields(to: &$1) }
    guard state == .running else { return }
    writer.value((pace?.usual).map(rounded), for: "usual_seconds")
    writer.value((pace?.over).map(rounded), for: "over_seconds")
    writer.object(lastLine, for: "last_line") { line, writer in
      writer.string(line.text, for: "text")
      writer.string(Timestamp(milliseconds: line.time).iso(), for: "time")
    }
  }
}

extension StageStatus.State {
  /// The name of the state in JSON, for example `up_to_date`.
  fileprivate var key: String {
    String(rawValue.map { $0 == "-" ? "_" : $0 })
  }
}

/// Rounds seconds to the millisecond.
func rounded(_ seconds: Double) -> Double { (seconds * 1000).rounded() / 1000 }
