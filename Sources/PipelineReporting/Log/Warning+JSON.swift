internal import PipelineDescription
internal import PipelinePlanning

/// A warning as an object with `kind`, its wording as `text`, and the fields of its kind.
///
/// | kind | fields |
/// |---|---|
/// | `upstream_stale` | `stage`, `upstream`, `reason`, `others`: further upstream stages |
/// | `stages_lack` | `stages`, `what` (`input`, `program` …), `name` |
/// | `near_time_limit` | `stage`, `limit_seconds`, `usual_seconds`: before the start, `json` |
/// | `memory_above_declared` | `stage`, `declared`, `peak`: bytes |
/// | `input_changed_meanwhile`, `future_time` | `stage`, `path` |
/// | `output_kept` | `stage`, `path`, `copy` |
/// | `undeclared_argument` | `stage`, `path`, `others`: texts such as `stage: path` |
/// | `long_glob` | `stage`, `pattern`, `bytes`, `limit` |
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
    case .stagesLack: "stages_lack"
    case .nearTimeLimit: "near_time_limit"
    case .memoryAboveDeclared: "memory_above_declared"
    case .inputChangedMeanwhile: "input_changed_meanwhile"
    case .outputKept: "output_kept"
    case .earlierFilesKept: "earlier_files_kept"
    case .futureTime: "future_time"
    case .undeclaredArgument: "undeclared_argument"
    case .longGlob: "long_glob"
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
    case "stages_lack":
      guard let what = object.text("what"), let name = object.text("name") else { return nil }
      return .stagesLack(stages: object.texts("stages"), what: what, name: name)
    default: break
    }
    guard let stage = object.text("stage") else { return nil }
    let path = object.text("path")
    switch kind {
    case "upstream_stale":
      guard let upstream = object.text("upstream"), let reason: Reason = object.value("reason")
      else { return nil }
      let others = object.texts("others")
      return .upstreamStale(stage: stage, upstream: upstream, reason: reason, others: others)
    case "near_time_limit":
      // Users may edit the log, and a `Duration` cannot hold every number.
      guard let limit: Double = object.value("limit_seconds"), (0...1e10).contains(limit)
      else { return nil }
      return .nearTimeLimit(
        stage: stage,
        limit: limit,
        usual: object.value("usual_seconds"),
        inJSON: object.value("json") ?? false
      )
    case "memory_above_declared":
      guard let declared: Int64 = object.value("declared"), let peak: Int64 = object.value("peak")
      else { return nil }
      return .memoryAboveDeclared(stage: stage, declared: declared, peak: peak)
    case "input_changed_meanwhile":
      let again = object.value("again") ?? false
      return path.map { .inputChangedMeanwhile(stage: stage, path: $0, again: again) }
    case "output_kept":
      guard let path, let copy = object.text("copy") else { return nil }
      return .outputKept(stage: stage, path: path, copy: copy)
    case "earlier_files_kept":
      guard let path, let copy = object.text("copy") else { return nil }
      let (files, size) = (object.value("files") ?? 0, object.value("size") ?? Int64(0))
      return .earlierFilesKept(stage: stage, path: path, files: files, size: size, copy: copy)
    case "undeclared_argument":
      let others = object.texts("others")
      return path.map { .undeclaredArgument(stage: stage, path: $0, others: others) }
    case "long_glob":
      guard let pattern = object.text("pattern"), let bytes: Int = object.value("bytes"),
        let limit: Int = object.value("limit")
      else { return nil }
      return .longGlob(stage: stage, pattern: pattern, bytes: bytes, limit: limit)
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
    case .upstreamStale(let stage, let upstream, let reason, let others):
      writer.string(stage, for: "stage")
      writer.string(upstream, for: "upstream")
      writer.value(reason, for: "reason")
      if !others.isEmpty { writer.strings(others, for: "others") }
    case .stagesLack(let stages, let what, let name):
      writer.strings(stages, for: "stages")
      writer.string(what, for: "what")
      writer.string(name, for: "name")
    case .nearTimeLimit(let stage, let limit, let usual, let inJSON):
      writer.string(stage, for: "stage")
      writer.seconds(limit, for: "limit_seconds")
      if let usual { writer.seconds(usual, for: "usual_seconds") }
      writer.value(inJSON, for: "json")
    case .memoryAboveDeclared(let stage, let declared, let peak):
      writer.string(stage, for: "stage")
      writer.value(declared, for: "declared")
      writer.value(peak, for: "peak")
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
    case .earlierFilesKept(let stage, let path, let files, let size, let copy):
      writer.string(stage, for: "stage")
      writer.string(path, for: "path")
      writer.integer(files, for: "files")
      writer.integer(size, for: "size")
      writer.string(copy, for: "copy")
    case .undeclaredArgument(let stage, let path, let others):
      writer.string(stage, for: "stage")
      writer.string(path, for: "path")
      writer.strings(others, for: "others")
    case .longGlob(let stage, let pattern, let bytes, let limit):
      writer.string(stage, for: "stage")
      writer.string(pattern, for: "pattern")
      writer.value(bytes, for: "bytes")
      writer.value(limit, for: "limit")
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
