internal import PipelineDescription
internal import PipelinePlanning

/// The end of an attempt as data.
///
/// Each has a `kind`, the words as `text`, and fields of its own:
///
/// | kind | fields |
/// |---|---|
/// | `succeeded`, `stopped` | |
/// | `exited` | `code`, `script_index` |
/// | `signaled` | `signal`, `script_index` |
/// | `timed_out` | `after_seconds`, `script_index` |
/// | `not_started` | `script_index` |
/// | `inputs_missing` | `inputs` |
/// | `outputs_missing` | `outputs` |
/// | `output_of_other_kind` | `path` |
/// | `system` | `path`, `number`, `words` |
///
/// `script_index` counts the stage's `scripts` from 0.
extension AttemptEnd {
  /// Writes the end as one object.
  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.string(kind, for: "kind")
      writer.string(text, for: "text")
      switch self {
      case .succeeded, .stopped, .notStarted: break
      case .exited(let code, _): writer.integer(Int(code), for: "code")
      case .signaled(let signal, _): writer.integer(Int(signal), for: "signal")
      case .timedOut(let limit, _):
        let (seconds, attoseconds) = limit.components
        writer.seconds(Double(seconds) + Double(attoseconds) / 1e18, for: "after_seconds")
      case .inputsMissing(let paths): writer.strings(paths, for: "inputs")
      case .outputsMissing(let paths): writer.strings(paths, for: "outputs")
      case .outputOfOtherKind(let path, _): writer.string(path, for: "path")
      case .systemFailed(let fault, let path):
        writer.string(path, for: "path")
        writer.integer(Int(fault.number), for: "number")
        writer.string(fault.text, for: "words")
      }
      if let script { writer.integer(script, for: "script_index") }
    }
  }

  private var kind: String {
    switch self {
    case .succeeded: "succeeded"
    case .exited: "exited"
    case .signaled: "signaled"
    case .timedOut: "timed_out"
    case .notStarted: "not_started"
    case .inputsMissing: "inputs_missing"
    case .outputsMissing: "outputs_missing"
    case .outputOfOtherKind: "output_of_other_kind"
    case .systemFailed: "system"
    case .stopped: "stopped"
    }
  }
}
