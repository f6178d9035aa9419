internal import PipelineDescription
internal import PipelinePlanning

/// A warning as data.
///
/// Each has a `kind`, the words as `text`, and fields of its own:
///
/// | kind | fields |
/// |---|---|
/// | `upstream_stale` | `stage`, `upstream`, `reason` |
/// | `input_changed_meanwhile`, `future_time` | `stage`, `path` |
/// | `output_kept` | `stage`, `path`, `copy` |
/// | `records_damaged` | `count` |
/// | `records_not_written` | `number`, `words` |
/// | `manifest_changed` | `path` |
/// | `outputs_undone` | `stage`, `of_run`, `outputs` (`restored` or `removed`), `kept`: a folder or null |
/// | `outputs_not_undone` | `stage`, `path`, `system` |
/// | `aside_unknown` | `folder` |
/// | `left_behind` | `stage`, `processes` (their ids), `ended` |
extension Event.Warning {
  /// Writes the warning as one object.
  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.string(kind, for: "kind")
      writer.string(message(.utc).headline, for: "text")
      writeFields(to: &writer)
    }
  }

  private var kind: String {
    switch self {
    case .upstreamStale: "upstream_stale"
    case .inputChangedMeanwhile: "input_changed_meanwhile"
    case .outputKept: "output_kept"
    case .futureTime: "future_time"
    case .recordsDamaged: "records_damaged"
    case .recordsNotWritten: "records_not_written"
    case .manifestChanged: "manifest_changed"
    case .outputsUndone: "outputs_undone"
    case .outputsNotUndone: "outputs_not_undone"
    case .asideUnknown: "aside_unknown"
    case .leftBehind: "left_behind"
    }
  }

  private func writeFields(to writer: inout JSONWriter) {
    switch self {
    case .upstreamStale(let stage, let upstream, let reason):
      writer.string(stage, for: "stage")
      writer.string(upstream, for: "upstream")
      writer.key("reason")
      reason.write(to: &writer)
    case .inputChangedMeanwhile(let stage, let path, let again):
      writer.string(stage, for: "stage")
      writer.string(path, for: "path")
      writer.bool(again, for: "again")
    case .futureTime(let stage, let path):
      writer.string(stage, for: "stage")
      writer.string(path, for: "path")
    case .outputKept(let stage, let path, let copy):
      writer.string(stage, for: "stage")
      writer.string(path, for: "path")
      writer.string(copy, for: "copy")
    case .recordsDamaged(let count): writer.integer(count, for: "count")
    case .recordsNotWritten(let fault):
      writer.integer(Int(fault.number), for: "number")
      writer.string(fault.words, for: "words")
    case .manifestChanged(let path): writer.string(path, for: "path")
    case .outputsUndone(let stage, let run, let isRestored, let kept):
      writer.string(stage, for: "stage")
      writer.string(run, for: "of_run")
      writer.string(isRestored ? "restored" : "removed", for: "outputs")
      writer.string(kept, for: "kept")
    case .outputsNotUndone(let stage, let path, let fault):
      writer.string(stage, for: "stage")
      writer.string(path, for: "path")
      writer.string(fault.words, for: "system")
    case .asideUnknown(let folder): writer.string(folder, for: "folder")
    case .leftBehind(let stage, let leftovers):
      writer.string(stage, for: "stage")
      writer.key("processes")
      writer.array { writer in
        for process in leftovers.processes { writer.integer(process) }
      }
      writer.bool(leftovers.isGone, for: "ended")
    }
  }
}
