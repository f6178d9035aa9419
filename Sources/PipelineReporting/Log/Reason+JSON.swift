package import PipelineDescription
package import PipelinePlanning

/// A reason as data, in the log and in what `--json` prints.
///
/// Each has a `kind`, the words as `text` (times in UTC), and fields of its own:
///
/// | kind | fields |
/// |---|---|
/// | `last_attempt_failed` | `end`, as in the log |
/// | `last_attempt_interrupted`, `never_run`, `always_runs`, `forced` | |
/// | `runs_now` | `since`: a time or null; never in the log |
/// | `scripts_changed` | `from`, `to`: lists of paths |
/// | `arguments_changed` | `script`; `from`, `to`: lists |
/// | `interpreter_changed` | `script`; `from`, `to`: a name or null |
/// | `command_changed` | `from`, `to` |
/// | `inputs_declared`, `outputs_declared`, `variables_declared` | `added`, `removed` |
/// | `variable_changed` | `name` |
/// | `parameters_declared` | `added`, `removed` |
/// | `parameter_changed` | `name`; `from`, `to`: texts |
/// | `script_changed`, `input_changed`, `output_changed` | `path`, `change` and, where it is `changed`, `from`, `to`: stamps |
/// | `input_set_changed`, `output_set_changed` | `pattern`, `added_count`, `removed_count`; `added`, `removed`: the first 20 of each |
/// | `changed_meanwhile` | `path` |
/// | `newer` | `input`, `output` |
/// | `upstream_ran_again` | `upstream` |
///
/// `change` is one of `missing`, `changed`, `unreadable` (with `system`) and `appeared`. A stamp has
/// `kind`, `size` in bytes, `modified` with nanoseconds and, for a link, `link`.
extension Reason {
  /// Writes the reason as one object.
  package func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.string(kind, for: "kind")
      writer.string(text(.utc), for: "text")
      writeFields(to: &writer)
    }
  }

  private var kind: String {
    switch self {
    case .lastAttemptFailed: "last_attempt_failed"
    case .lastAttemptInterrupted: "last_attempt_interrupted"
    case .runsNow: "runs_now"
    case .neverRun: "never_run"
    case .alwaysRuns: "always_runs"
    case .scriptsChanged: "scripts_changed"
    case .argumentsChanged: "arguments_changed"
    case .interpreterChanged: "interpreter_changed"
    case .commandChanged: "command_changed"
    case .inputsDeclared: "inputs_declared"
    case .outputsDeclared: "outputs_declared"
    case .variablesDeclared: "variables_declared"
    case .variableChanged: "variable_changed"
    case .parametersDeclared: "parameters_declared"
    case .parameterChanged: "parameter_changed"
    case .script: "script_changed"
    case .input: "input_changed"
    case .inputSet: "input_set_changed"
    case .changedMeanwhile: "changed_meanwhile"
    case .output: "output_changed"
    case .outputSet: "output_set_changed"
    case .newer: "newer"
    case .upstreamRanAgain: "upstream_ran_again"
    case .forced: "forced"
    }
  }

  private func writeFields(to writer: inout JSONWriter) {
    switch self {
    case .lastAttemptInterrupted, .neverRun, .alwaysRuns, .forced: break
    case .runsNow(let since):
      writer.string(since.map { Timestamp(milliseconds: $0).iso() }, for: "since")
    case .lastAttemptFailed(let end):
      writer.key("end")
      end.write(to: &writer)
    case .scriptsChanged(let old, let new):
      writer.strings(old, for: "from")
      writer.strings(new, for: "to")
    case .argumentsChanged(let script, let old, let new):
      writer.string(script, for: "script")
      writer.strings(old, for: "from")
      writer.strings(new, for: "to")
    case .interpreterChanged(let script, let old, let new):
      writer.string(script, for: "script")
      writer.string(old, for: "from")
      writer.string(new, for: "to")
    case .commandChanged(let old, let new):
      writer.string(old, for: "from")
      writer.string(new, for: "to")
    case .inputsDeclared(let added, let removed), .outputsDeclared(let added, let removed),
      .variablesDeclared(let added, let removed), .parametersDeclared(let added, let removed):
      writer.strings(added, for: "added")
      writer.strings(removed, for: "removed")
    case .variableChanged(let name): writer.string(name, for: "name")
    case .parameterChanged(let name, let old, let new):
      writer.string(name, for: "name")
      writer.string(old, for: "from")
      writer.string(new, for: "to")
    case .script(let path, let change), .input(let path, let change),
      .output(let path, let change):
      writer.string(path.text, for: "path")
      change.writeFields(to: &writer)
    case .inputSet(let pattern, let added, let removed),
      .outputSet(let pattern, let added, let removed):
      writer.string(pattern, for: "pattern")
      writer.integer(added.count, for: "added_count")
      writer.integer(removed.count, for: "removed_count")
      writer.strings(added.prefix(20).map(\.text), for: "added")
      writer.strings(removed.prefix(20).map(\.text), for: "removed")
    case .changedMeanwhile(let path): writer.string(path.text, for: "path")
    case .newer(let input, let output):
      writer.string(input.text, for: "input")
      writer.string(output.text, for: "output")
    case .upstreamRanAgain(let stage): writer.string(stage, for: "upstream")
    }
  }
}

extension Reason.Change {
  /// Writes what changed as keys of the object that the writer stands in.
  func writeFields(to writer: inout JSONWriter) {
    switch self {
    case .missing: writer.string("missing", for: "change")
    case .appeared: writer.string("appeared", for: "change")
    case .unreadable(let fault):
      writer.string("unreadable", for: "change")
      writer.string(fault.words, for: "system")
    case .changed(let old, let new):
      writer.string("changed", for: "change")
      writer.key("from")
      old.write(to: &writer)
      writer.key("to")
      new.write(to: &writer)
    }
  }
}

extension Stamp {
  /// Writes the stamp as one object.
  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      switch kind {
      case .file: writer.string("file", for: "kind")
      case .folder: writer.string("folder", for: "kind")
      case .special: writer.string("special", for: "kind")
      }
      writer.integer(Int(size), for: "size")
      writer.string(Timestamp(nanoseconds: modified).iso(digits: 9), for: "modified")
      if let link { writer.string(link, for: "link") }
    }
  }
}
