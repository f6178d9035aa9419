internal import PipelineDescription
internal import PipelinePlanning

/// The end of an attempt as an object with `kind`, its wording as `text`, and the fields of its kind.
///
/// | kind | fields |
/// |---|---|
/// | `succeeded`, `stopped` | |
/// | `exited` | `code`, `script_index` |
/// | `signaled` | `signal`, `script_index` |
/// | `timed_out`, `idle` | `after_seconds`, `script_index` |
/// | `not_started` | `fault` with `kind`, `texts` and `numbers`; `script_index` |
/// | `inputs_missing` | `inputs` |
/// | `outputs_missing` | `outputs` |
/// | `output_of_other_kind` | `path`, `found`: `file`, `folder` or `special` |
/// | `system` | `path`, `number`, `words` |
///
/// `script_index` is the script's index in the stage's `scripts`, from 0.
extension AttemptEnd: KindCoded {
  var words: String { if case .other(_, let words) = self { words } else { text } }

  func writeFields(to writer: inout JSONWriter) {
    switch self {
    case .succeeded, .stopped, .other: break
    case .notStarted(let fault, _):
      writer.value(fault, for: "fault")
    case .exited(let code, _): writer.integer(Int(code), for: "code")
    case .signaled(let signal, _): writer.integer(Int(signal), for: "signal")
    case .timedOut(let limit, _), .idled(let limit, _):
      let (seconds, attoseconds) = limit.components
      writer.seconds(Double(seconds) + Double(attoseconds) / 1e18, for: "after_seconds")
    case .inputsMissing(let paths): writer.strings(paths, for: "inputs")
    case .outputsMissing(let paths, let similar):
      writer.strings(paths, for: "outputs")
      if !similar.isEmpty { writer.strings(similar, for: "similar") }
    case .outputsEmpty(let paths): writer.strings(paths, for: "outputs")
    case .outputOfOtherKind(let path, let kind):
      writer.string(path, for: "path")
      writer.string(kind.name, for: "found")
    case .systemFailed(let fault, let path):
      writer.string(path, for: "path")
      writer.fields(of: fault)
    }
    if let script { writer.integer(script, for: "script_index") }
  }

  static func known(_ kind: String, _ object: JSONObject) -> AttemptEnd? {
    let script = object.integer("script_index") ?? 0
    return switch kind {
    case "succeeded": .succeeded
    case "stopped": .stopped
    case "exited": object.value("code").map { .exited(code: $0, script: script) }
    case "signaled": object.value("signal").map { .signaled(signal: $0, script: script) }
    case "timed_out", "idle":
      (object.value("after_seconds") as Double?).flatMap {
        Int64(exactly: ($0 * 1000).rounded())
      }.map { (milliseconds: Int64) in
        let limit = Duration.milliseconds(milliseconds)
        return kind == "idle"
          ? .idled(for: limit, script: script) : .timedOut(after: limit, script: script)
      }
    case "not_started": object.value("fault").map { .notStarted($0, script: script) }
    case "inputs_missing": object.value("inputs").map { .inputsMissing($0) }
    case "outputs_missing":
      object.value("outputs").map { .outputsMissing($0, similar: object.texts("similar")) }
    case "outputs_empty": object.value("outputs").map { .outputsEmpty($0) }
    case "output_of_other_kind":
      if let path = object.text("path"), let found = object.text("found").flatMap(Stamp.Kind.named)
      {
        .outputOfOtherKind(path, found)
      } else {
        nil
      }
    case "system":
      object.text("path").map { .systemFailed(SystemFault(object), path: $0) }
    default: nil
    }
  }

  var kind: String {
    switch self {
    case .succeeded: "succeeded"
    case .exited: "exited"
    case .signaled: "signaled"
    case .timedOut: "timed_out"
    case .idled: "idle"
    case .notStarted: "not_started"
    case .inputsMissing: "inputs_missing"
    case .outputsMissing: "outputs_missing"
    case .outputsEmpty: "outputs_empty"
    case .outputOfOtherKind: "output_of_other_kind"
    case .systemFailed: "system"
    case .stopped: "stopped"
    case .other(let kind, _): kind
    }
  }
}

extension LaunchFault: JSONValue {
  func write(to writer: inout JSONWriter) {
    let (kind, texts, numbers) = parts
    writer.object { writer in
      writer.string(kind.rawValue, for: "kind")
      writer.strings(texts, for: "texts")
      writer.value(numbers, for: "numbers")
    }
  }

  init?(_ document: JSONDocument, _ node: JSONNode) {
    guard let object = JSONObject(document, node),
      let kind = object.text("kind").flatMap(Kind.init)
    else { return nil }
    self.init(kind, texts: object.texts("texts"), numbers: object.value("numbers") ?? [])
  }
}

/// The decision whether the runner retries a failed attempt, as a JSON object.
extension RetryDecision: JSONValue {
  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.string(kind, for: "decision")
      if case .again(let delay) = self { writer.seconds(delay, for: "after_seconds") }
    }
  }

  init?(_ document: JSONDocument, _ node: JSONNode) {
    guard let object = JSONObject(document, node), let kind = object.text("decision") else {
      return nil
    }
    switch kind {
    case "again": self = .again(after: object.value("after_seconds") ?? 0)
    case "exhausted": self = .exhausted
    case "not_worth": self = .notWorth
    case "run_ending": self = .runEnding
    default: self = .other(kind)
    }
  }

  private var kind: String {
    switch self {
    case .again: "again"
    case .exhausted: "exhausted"
    case .notWorth: "not_worth"
    case .runEnding: "run_ending"
    case .other(let kind): kind
    }
  }
}

extension SystemFault {
  /// Reads a fault from the keys `number` and `system`, as in a reason.
  init(told object: JSONObject) {
    self.init(number: object.value("number") ?? 0, words: object.text("system") ?? "")
  }

  init(_ object: JSONObject) {
    let (number, words): (Int32, String) = (object.value("number") ?? 0, object.text("words") ?? "")
    // The log does not record `own`, so the words show whether the runner itself found the fault.
    let own = Own.allCases.first { SystemFault(number: number, own: $0).text == words }
    self =
      own.map { SystemFault(number: number, own: $0) }
      ?? SystemFault(number: number, words: words)
  }
}

extension Stamp.Kind {
  var name: String {
    switch self {
    case .file: "file"
    case .folder: "folder"
    case .special: "special"
    }
  }

  static func named(_ name: String) -> Self? {
    [.file, .folder, .special].first { $0.name == name }
  }
}
