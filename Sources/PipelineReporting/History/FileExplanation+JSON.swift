internal import PipelineDescription
internal import PipelinePlanning

extension FileExplanation {
  /// Writes the file as one object.
  ///
  /// ```json
  /// {"path": "fit.json", "now": {…}, "maker": {"stage": "fit", "verdict": "up_to_date", "reasons": [],
  ///  "left": {"run": "2026…", "then": {…}, "change": null}, "sources": [{"path": …, "then": …, "change": …}]},
  ///  "readers": [{"stage": "plot", "input": "fit.json", "seen": {…}}], "former": null, "nearest": null}
  /// ```
  ///
  /// `now` and `then` are stamps, or null where no file stands there. `change` is null where nothing
  /// differs, else as in a reason. `left` and `seen` are null where no successful run is on record.
  /// `input` is null where the file is read as a script.
  func write(_ graph: Graph, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.string(path.text, for: "path")
      writer.key("now")
      state.write(to: &writer)
      writer.key("maker")
      if let maker { maker.write(graph, to: &writer) } else { writer.null() }
      writer.key("readers")
      writer.array { writer in
        for reader in readers { reader.write(graph, to: &writer) }
      }
      writer.key("former")
      if let former { former.write(to: &writer) } else { writer.null() }
      writer.string(nearest, for: "nearest")
    }
  }
}

extension FileExplanation.Maker {
  fileprivate func write(_ graph: Graph, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.string(graph.name(of: stage), for: "stage")
      verdict.writeFields(to: &writer)
      writer.key("left")
      if let left { left.write(to: &writer) } else { writer.null() }
      writer.key("sources")
      writer.array { writer in
        for source in sources {
          writer.object { writer in
            writer.string(source.path.text, for: "path")
            writer.key("then")
            source.then.write(to: &writer)
            writer.change(source.change)
          }
        }
      }
    }
  }
}

extension FileExplanation.Reader {
  fileprivate func write(_ graph: Graph, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.string(graph.name(of: stage), for: "stage")
      if case .input(let text) = role {
        writer.string(text, for: "input")
      } else {
        writer.string(nil, for: "input")
      }
      writer.key("seen")
      if let seen { seen.write(to: &writer) } else { writer.null() }
    }
  }
}

extension FileExplanation.Seen {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.string(run, for: "run")
      writer.key("then")
      if let then { then.write(to: &writer) } else { writer.null() }
      writer.change(change)
    }
  }
}

extension FormerOutput {
  /// Writes the file as one object: exactly one of `run` and `before_run` is not null.
  func write(to writer: inout JSONWriter) {
    let (made, before): (String?, String?) =
      switch run {
      case .made(let run): (run, nil)
      case .before(let run): (nil, run)
      }
    writer.object { writer in
      writer.string(path.text, for: "path")
      writer.string(stage, for: "stage")
      writer.string(made, for: "run")
      writer.string(before, for: "before_run")
    }
  }
}

extension FileState {
  fileprivate func write(to writer: inout JSONWriter) {
    if let stamp { stamp.write(to: &writer) } else { writer.null() }
  }
}

extension JSONWriter {
  fileprivate mutating func change(_ change: Reason.Change?) {
    key("change")
    guard let change else { return null() }
    object { writer in change.writeFields(to: &writer) }
  }
}
