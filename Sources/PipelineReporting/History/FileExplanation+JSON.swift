internal import PipelineDescription
internal import PipelinePlanning

extension FileExplanation {
  /// Writes the explanation as keys of the current object.
  ///
  /// ```json
  /// {"path": "fit.json", "now": {…}, "maker": {"stage": "fit", "verdict": "up_to_date", "reasons": [],
  ///  "left": {"run": "2026…", "then": {…}, "change": null}, "sources": [{"path": …, "then": …, "change": …}]},
  ///  "readers": [{"stage": "plot", "input": "fit.json", "seen": {…}}], "former": null, "nearest": null}
  /// ```
  ///
  /// `now` and `then` are stamps, or null if the file does not exist. `change` has the form of a change in a
  /// reason, and is null if nothing differs. `left` and `seen` are null if the records have no successful
  /// run. `input` is null if the stage reads the file as a script.
  func writeFields(_ graph: Graph, to writer: inout JSONWriter) {
    writer.string(path.text, for: "path")
    writer.value(state.stamp, for: "now")
    writer.object(maker, for: "maker") { $0.writeFields(graph, to: &$1) }
    writer.objects(readers, for: "readers") { $0.writeFields(graph, to: &$1) }
    writer.object(former, for: "former") { $0.writeFields(to: &$1) }
    writer.string(nearest, for: "nearest")
  }
}

extension FileExplanation.Maker {
  fileprivate func writeFields(_ graph: Graph, to writer: inout JSONWriter) {
    writer.string(graph.name(of: stage), for: "stage")
    verdict.writeFields(to: &writer)
    writer.object(left, for: "left") { $0.writeFields(to: &$1) }
    writer.objects(sources, for: "sources") { source, writer in
      writer.string(source.path.text, for: "path")
      writer.value(source.then.stamp, for: "then")
      writer.change(source.change)
    }
  }
}

extension FileExplanation.Reader {
  fileprivate func writeFields(_ graph: Graph, to writer: inout JSONWriter) {
    writer.string(graph.name(of: stage), for: "stage")
    writer.string({ if case .input(let text) = role { text } else { nil } }(), for: "input")
    writer.object(seen, for: "seen") { $0.writeFields(to: &$1) }
  }
}

extension FileExplanation.Seen {
  fileprivate func writeFields(to writer: inout JSONWriter) {
    writer.string(run, for: "run")
    writer.value(then?.stamp, for: "then")
    writer.change(change)
  }
}

extension FormerOutput {
  /// Writes the keys of a former output; exactly one of `run` and `before_run` is null.
  func writeFields(to writer: inout JSONWriter) {
    let (made, before): (String?, String?) =
      switch run {
      case .made(let run): (run, nil)
      case .before(let run): (nil, run)
      }
    writer.string(path.text, for: "path")
    writer.string(stage, for: "stage")
    writer.string(made, for: "run")
    writer.string(before, for: "before_run")
  }
}

extension JSONWriter {
  fileprivate mutating func change(_ change: Reason.Change?) {
    object(change, for: "change") { $0.writeFields(to: &$1) }
  }
}
