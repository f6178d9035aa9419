internal import PipelineDescription
internal import PipelinePlanning

/// A reason as a JSON object, in the log and in the output of `--json`.
///
/// It has `kind`, its wording as `text` with times in UTC, and the fields of its kind:
///
/// | kind | fields |
/// |---|---|
/// | `last_attempt_failed` | `end`, as in the log |
/// | `last_attempt_interrupted`, `never_run`, `always_runs`, `forced` | |
/// | `runs_now` | `since`: a time or null; never in the log |
/// | `scripts_changed` | `from`, `to`: lists of paths |
/// | `arguments_changed` | `script`; `from`, `to`: lists |
/// | `interpreter_changed` | `script`; `from`, `to`: a name or null |
/// | `command_changed`, `shell_changed` | `from`, `to` |
/// | `inputs_declared`, `outputs_declared`, `variables_declared` | `added`, `removed` |
/// | `variable_changed` | `name` |
/// | `parameters_declared` | `added`, `removed` |
/// | `parameter_changed` | `name`; `from`, `to`: texts |
/// | `script_changed`, `input_changed`, `output_changed` | `path`, `change` and, for `changed`, `from`, `to`: stamps |
/// | `input_set_changed`, `output_set_changed` | `pattern`, `added_count`, `removed_count`; `added`, `removed`: the first 20 of each |
/// | `changed_meanwhile` | `path` |
/// | `newer` | `input`, `output` |
/// | `upstream_ran_again` | `upstream` |
///
/// `change` is one of `missing`, `changed`, `unreadable` (with `system` and `number`) and `appeared`. A stamp has
/// `kind`, `size` in bytes, `modified` with nanoseconds and, for a link, `link`.
extension Reason: KindCoded {
  var words: String { if case .other(_, let words) = self { words } else { text(.utc) } }

  var kind: String {
    switch self {
    case .lastAttemptFailed: "last_attempt_failed"
    case .lastAttemptInterrupted: "last_attempt_interrupted"
    case .runsNow: "runs_now"
    case .neverRun: "never_run"
    case .alwaysRuns: "always_runs"
    case .recipe(.scripts, _, _): "scripts_changed"
    case .recipe(.arguments, _, _): "arguments_changed"
    case .recipe(.interpreter, _, _): "interpreter_changed"
    case .recipe(.command, _, _): "command_changed"
    case .recipe(.shell, _, _): "shell_changed"
    case .recipe(.variable, _, _): "variable_changed"
    case .recipe(.parameter, _, _): "parameter_changed"
    case .declared(let clause, _, _): clause.rawValue + "_declared"
    case .file(let role, _, _): role.rawValue + "_changed"
    case .set(let role, _, _, _): role.rawValue + "_set_changed"
    case .changedMeanwhile: "changed_meanwhile"
    case .newer: "newer"
    case .upstreamRanAgain: "upstream_ran_again"
    case .forced: "forced"
    case .other(let kind, _): kind
    }
  }

  static func known(_ kind: String, _ object: JSONObject) -> Reason? {
    let path = object.text("path").map { Path($0) }
    switch kind {
    case "last_attempt_failed": return object.value("end").map { .lastAttemptFailed($0) }
    case "last_attempt_interrupted": return .lastAttemptInterrupted
    case "runs_now":
      return .runsNow(since: object.text("since").flatMap(Timestamp.init(iso:))?.milliseconds)
    case "never_run": return .neverRun
    case "always_runs": return .alwaysRuns
    case "forced": return .forced
    case "upstream_ran_again": return object.text("upstream").map { .upstreamRanAgain($0) }
    case "changed_meanwhile": return path.map { .changedMeanwhile($0) }
    case "newer":
      guard let input = object.text("input"), let output = object.text("output") else { return nil }
      return .newer(input: Path(input), output: Path(output))
    default: break
    }
    if let part = Part.known(kind, object) {
      return .recipe(part, from: values("from", object), to: values("to", object))
    }
    if let clause = Clause.allCases.first(where: { $0.rawValue + "_declared" == kind }) {
      return .declared(clause, added: object.texts("added"), removed: object.texts("removed"))
    }
    for role in Role.allCases {
      if kind == role.rawValue + "_changed" {
        guard let path, let change = Change(object) else { return nil }
        return .file(role, path, change)
      }
      if kind == role.rawValue + "_set_changed" { return set(role, object) }
    }
    return nil
  }

  /// Reads a reason about a set of files; nil if the log lists only some of the added or removed files.
  private static func set(_ role: Role, _ object: JSONObject) -> Reason? {
    let (added, removed) = (object.texts("added"), object.texts("removed"))
    guard let pattern = object.text("pattern"), object.integer("added_count") == added.count,
      object.integer("removed_count") == removed.count
    else { return nil }
    return .set(
      role,
      pattern: pattern,
      added: added.map { Path($0) },
      removed: removed.map { Path($0) }
    )
  }

  /// Returns a list as it is, a text as a list of one element, and an empty list for null or a missing key.
  private static func values(_ key: StaticString, _ object: JSONObject) -> [String] {
    object.value(key) ?? object.text(key).map { [$0] } ?? []
  }

  func writeFields(to writer: inout JSONWriter) {
    switch self {
    case .lastAttemptInterrupted, .neverRun, .alwaysRuns, .forced, .other: break
    case .runsNow(let since):
      writer.string(since.map { Timestamp(milliseconds: $0).iso() }, for: "since")
    case .lastAttemptFailed(let end):
      writer.value(end, for: "end")
    case .recipe(.variable(let name), _, _): writer.string(name, for: "name")
    case .recipe(let part, let old, let new): part.write(old, new, to: &writer)
    case .declared(_, let added, let removed):
      writer.strings(added, for: "added")
      writer.strings(removed, for: "removed")
    case .file(_, let path, let change):
      writer.string(path.text, for: "path")
      change.writeFields(to: &writer)
    case .set(_, let pattern, let added, let removed):
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

extension Reason.Part {
  /// Writes the script or the name, and both values as lists (scripts, arguments) or as text or null.
  fileprivate func write(_ old: [String], _ new: [String], to writer: inout JSONWriter) {
    switch self {
    case .arguments(let script), .interpreter(let script): writer.string(script, for: "script")
    case .parameter(let name), .variable(let name): writer.string(name, for: "name")
    case .scripts, .command, .shell: break
    }
    switch self {
    case .scripts, .arguments:
      writer.strings(old, for: "from")
      writer.strings(new, for: "to")
    case .interpreter, .command, .shell, .parameter, .variable:
      writer.string(old.first, for: "from")
      writer.string(new.first, for: "to")
    }
  }

  /// Reads the part of a recipe that changed; nil for other kinds, or if the script or the name is missing.
  fileprivate static func known(_ kind: String, _ object: JSONObject) -> Self? {
    let (script, name) = (object.text("script"), object.text("name"))
    return switch kind {
    case "scripts_changed": .scripts
    case "command_changed": .command
    case "shell_changed": .shell
    case "arguments_changed": script.map { .arguments(script: $0) }
    case "interpreter_changed": script.map { .interpreter(script: $0) }
    case "variable_changed": name.map { .variable($0) }
    case "parameter_changed": name.map { .parameter($0) }
    default: nil
    }
  }
}

extension Reason.Change {
  /// Reads the change; nil if its kind is unknown, or if one of its keys is missing.
  fileprivate init?(_ object: JSONObject) {
    switch object.text("change") {
    case "missing": self = .missing
    case "appeared": self = .appeared
    case "unreadable": self = .unreadable(SystemFault(told: object))
    case "changed":
      guard let old: Stamp = object.value("from"), let new: Stamp = object.value("to") else {
        return nil
      }
      self = .changed(from: old, to: new)
    default: return nil
    }
  }

  func writeFields(to writer: inout JSONWriter) {
    switch self {
    case .missing: writer.string("missing", for: "change")
    case .appeared: writer.string("appeared", for: "change")
    case .unreadable(let fault):
      writer.string("unreadable", for: "change")
      writer.string(fault.words, for: "system")
      writer.integer(Int(fault.number), for: "number")
    case .changed(let old, let new):
      writer.string("changed", for: "change")
      writer.value(old, for: "from")
      writer.value(new, for: "to")
    }
  }
}

extension Stamp: JSONValue {
  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.string(kind.name, for: "kind")
      writer.integer(Int(size), for: "size")
      writer.string(Timestamp(nanoseconds: modified).iso(digits: 9), for: "modified")
      if let link { writer.string(link, for: "link") }
    }
  }

  init?(_ document: JSONDocument, _ node: JSONNode) {
    guard let object = JSONObject(document, node),
      let kind = object.text("kind").flatMap(Kind.named),
      let size: Int64 = object.value("size"),
      let modified = object.text("modified").flatMap(Timestamp.init(iso:))
    else { return nil }
    self.init(kind: kind, size: size, modified: modified.nanoseconds, link: object.text("link"))
  }
}
