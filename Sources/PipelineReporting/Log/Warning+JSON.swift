internal import PipelineDescription
internal import PipelinePlanning

/// A warning as an object with `kind`, its wording as `text`, and the fields of its kind.
///
/// | kind | fields |
/// |---|---|
/// | `upstream_stale` | `stage`, `upstream`, `reason` |
/// | `input_changed_meanwhile`, `future_time` | `stage`, `path` |
/// | `output_kept` | `stage`, `path`, `copy` |
/// | `records_damaged` | `count` |
/// | `records_not_written`, `log_not_written` | `number`, `words` |
/// | `manifest_changed` | `path` |
/// | `outputs_undone` | `stage`, `of_run`, `outputs` (`restored` or `removed`), `kept`: a folder or null |
/// | `outputs_not_undone` | `stage`, `path`, `system`, `number` |
/// | `aside_unknown` | `folder` |
/// | `left_behind` | `stage`, `processes` (their ids), `ended` |
extension Event.Warning: KindCoded {
  var words: String { message(.utc).headline }

  var kind: String {
    switch self {
    case .upstreamStale: "upstream_stale"
    case .inputChangedMeanwhile: "input_changed_meanwhile"
    case .outputKept: "output_kept"
    case .futureTime: "future_time"
    case .recordsDamaged: "records_damaged"
    case .recordsNotWritten: "records_not_written"
    case .logNotWritten: "log_not_written"
    case .manifestChanged: "manifest_changed"
    case .outputsUndone: "outputs_undone"
    case .outputsNotUndone: "outputs_not_undone"
    case .asideUnknown: "aside_unknown"
    case .leftBehind: "left_behind"
    case .other(let kind, _): kind
    }
  }

  static func known(_ kind: String, _ object: JSONObject) -> Self? {
    switch kind {
    case "records_damaged": return object.integer("count").map { .recordsDamaged(count: $0) }
    case "records_not_written": return .recordsNotWritten(SystemFault(object))
    case "log_not_written": return .logNotWritten(SystemFault(object))
    case "manifest_changed": return object.text("path").map { .manifestChanged(path: $0) }
    case "aside_unknown": return object.text("folder").map { .asideUnknown(folder: $0) }
    default: break
    }
    guard let stage = object.text("stage") else { return nil }
    let path = object.text("path")
    switch kind {
    case "upstream_stale":
      guard let upstream = object.text("upstream"), let reason: Reason = object.value("reason")
      else { return nil }
      return .upstreamStale(stage: stage, upstream: upstream, reason: reason)
    case "input_changed_meanwhile":
      let again = object.value("again") ?? false
      return path.map { .inputChangedMeanwhile(stage: stage, path: $0, again: again) }
    case "output_kept":
      guard let path, let copy = object.text("copy") else { return nil }
      return .outputKept(stage: stage, path: path, copy: copy)
    case "future_time": return path.map { .futureTime(stage: stage, path: $0) }
    case "outputs_undone":
      guard let run = object.text("of_run"), let outputs = object.text("outputs")
      else { return nil }
      let (isRestored, kept) = (outputs == "restored", object.text("kept"))
      return .outputsUndone(stage: stage, run: run, isRestored: isRestored, kept: kept)
    case "outputs_not_undone":
      return path.map { .outputsNotUndone(stage: stage, path: $0, SystemFault(told: object)) }
    case "left_behind":
      let orphans = Orphans(
        processes: object.value("processes") ?? [],
        isGone: object.value("ended") ?? false
      )
      return .leftBehind(stage: stage, orphans)
    default: return nil
    }
  }

  func writeFields(to writer: inout JSONWriter) {
    switch self {
    case .upstreamStale(let stage, let upstream, let reason):
      writer.string(stage, for: "stage")
      writer.string(upstream, for: "upstream")
      writer.value(reason, for: "reason")
    case .inputChangedMeanwhile(let stage, let path, let again):
      writer.string(stage, for: "stage")
      writer.string(path, for: "path")
      writer.value(again, for: "again")
    case .futureTime(let stage, let path):
      writer.string(stage, for: "stage")
      writer.string(path, for: "path")
    case .outputKept(let stage, let path, let copy):
      writer.string(stage, for: "stage")
      writer.string(path, for: "path")
      writer.string(copy, for: "copy")
    case .recordsDamaged(let count): writer.integer(count, for: "count")
    case .recordsNotWritten(let fault), .logNotWritten(let fault): writer.fields(of: fault)
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
      writer.integer(Int(fault.number), for: "number")
    case .asideUnknown(let folder): writer.string(folder, for: "folder")
    case .leftBehind(let stage, let orphans):
      writer.string(stage, for: "stage")
      writer.value(orphans.processes, for: "processes")
      writer.value(orphans.isGone, for: "ended")
    case .other: break
    }
  }
}
