internal import PipelineDescription
package import PipelinePlanning

/// A line of `.pipeline/log.jsonl`, which is one event as a JSON object; docs/log-format.md lists the keys.
///
/// Only the line of a finished stage has the keys `stage`, `timestamp`, `duration_seconds` and `success` at
/// its top level, because other programs look for them. The log has no line for a stage that was up to date,
/// blocked or cancelled, because the last line of the run counts or names these stages. It has no line for
/// the start of a script.
package struct LogLine: Equatable, Sendable {
  package enum Level: String, Sendable {
    case info
    case warning
    case error
  }

  package private(set) var run: String
  /// Milliseconds since 1970; nil if the line has no time.
  package private(set) var time: Int64?
  package private(set) var event: Event

  /// Makes a line to write; `time` is used only if the event has no time of its own.
  package init(run: String, time: Int64? = nil, event: Event) {
    self.run = run
    self.time = event.time ?? time
    self.event = event
  }

  /// Reads a line, and ignores unknown keys; nil if the line is not an object or lacks a required key.
  package init?(_ line: ArraySlice<UInt8>) {
    guard let document = try? JSONParser.parse(Array(line)),
      let object = JSONObject(document, document.root), let kind = object.text("event"),
      let run = object.text("run")
    else { return nil }
    self.run = run
    event = Event.Kind(rawValue: kind).map(Event.init(blank:)) ?? .other(kind: kind, text: "")
    var fields = FieldCoder(object: object)
    code(&fields)
    if !fields.isComplete { return nil }
  }

  /// The line with a newline; nil if the log has no line for this event.
  package var bytes: [UInt8]? {
    if event.kindName == nil { return nil }
    var (line, fields) = (self, FieldCoder())
    fields.writer.beginObject()
    line.code(&fields)
    fields.writer.endObject()
    return fields.writer.bytes + [0x0A]
  }

  package var level: Level {
    switch event {
    case .attemptFinished(let attempt):
      if case .again = attempt.decision { .warning } else { Self.level(of: attempt.end) }
    // A failed script is only a warning, because a further attempt may succeed.
    case .scriptFinished(let script): script.end.isSuccess ? .info : .warning
    case .stageFinished(let stage): Self.level(of: stage.end)
    case .warning: .warning
    case .runFinished(let summary):
      summary.isSuccess ? .info : summary.signal == nil ? .error : .warning
    default: .info
    }
  }

  private static func level(of end: AttemptEnd) -> Level {
    end.isSuccess ? .info : end == .stopped ? .warning : .error
  }

  private mutating func code(_ fields: inout FieldCoder) {
    codeHead(&fields)
    switch event {
    case .stageFinished(var stage):
      stage.code(&fields)
      event = .stageFinished(stage)
    case .runStarted(var start):
      start.code(&fields)
      (start.run, start.time) = (run, time ?? 0)
      event = .runStarted(start)
    case .runFinished(var summary):
      summary.code(&fields)
      (summary.run, summary.time) = (run, time ?? 0)
      event = .runFinished(summary)
    case .attemptStarted(var attempt):
      fields.required(&attempt, "attempt")
      attempt.time = time ?? 0
      event = .attemptStarted(attempt)
    case .attemptFinished(var attempt):
      fields.required(&attempt, "attempt")
      event = .attemptFinished(attempt)
    case .scriptFinished(var script):
      fields.required(&script, "script")
      event = .scriptFinished(script)
    case .accepted(var acceptance):
      fields.required(&acceptance, "accepted")
      acceptance.time = time ?? 0
      event = .accepted(acceptance)
    case .cleaned(var cleanup):
      fields.required(&cleanup, "cleaned")
      cleanup.time = time ?? 0
      event = .cleaned(cleanup)
    case .warning(var warning):
      fields.required(&warning, "warning")
      event = .warning(warning)
    case .other(let kind, var text):
      fields.field(&text, "text")
      event = .other(kind: kind, text: text)
    case .stageUpToDate, .scriptStarted, .stageBlocked, .stageCancelled: break
    }
  }

  /// Reads or writes the keys of every line; a finished stage has keys for other programs before them.
  private mutating func codeHead(_ fields: inout FieldCoder) {
    var stageStart: Int64?
    if case .stageFinished(var stage) = event {
      stage.codeTop(&fields)
      event = .stageFinished(stage)
      stageStart = stage.start
    }
    fields.derived { $0.string(event.kindName, for: "event") }
    fields.field(&run, "run")
    if let stageStart { time = stageStart } else { fields.time(&time, "time") }
    fields.derived { $0.string(level.rawValue, for: "level") }
  }
}

extension Event {
  /// The kinds of log lines; the raw value is the JSON value of the key `event`.
  package enum Kind: String, CaseIterable, Sendable {
    case runStarted = "run_started"
    case attemptStarted = "attempt_started"
    case scriptFinished = "script_finished"
    case attemptFinished = "attempt_finished"
    case stageFinished = "stage_finished"
    case warning
    case runFinished = "run_finished"
    case accepted
    case cleaned
  }

  /// The kind of the log line; nil if the log has no line for this event or the kind is unknown.
  package var kind: Kind? {
    switch self {
    case .runStarted: .runStarted
    case .attemptStarted: .attemptStarted
    case .scriptFinished: .scriptFinished
    case .attemptFinished: .attemptFinished
    case .stageFinished: .stageFinished
    case .warning: .warning
    case .runFinished: .runFinished
    case .accepted: .accepted
    case .cleaned: .cleaned
    case .stageUpToDate, .scriptStarted, .stageBlocked, .stageCancelled, .other: nil
    }
  }

  /// The stage that the log line is about; nil for warnings and for lines about the whole run.
  package var stage: String? {
    switch self {
    case .attemptStarted(let attempt): attempt.stage
    case .scriptFinished(let script): script.stage
    case .attemptFinished(let attempt): attempt.stage
    case .stageFinished(let stage): stage.stage
    case .accepted(let acceptance): acceptance.stage
    default: nil
    }
  }

  fileprivate var kindName: String? {
    if case .other(let kind, _) = self { kind } else { kind?.rawValue }
  }

  fileprivate init(blank kind: Kind) {
    self =
      switch kind {
      case .runStarted: .runStarted(RunStart())
      case .attemptStarted: .attemptStarted(AttemptStart())
      case .scriptFinished: .scriptFinished(ScriptSummary())
      case .attemptFinished: .attemptFinished(AttemptSummary())
      case .stageFinished: .stageFinished(StageSummary())
      case .warning: .warning(.other(kind: "", text: ""))
      case .runFinished: .runFinished(RunSummary())
      case .accepted: .accepted(Acceptance())
      case .cleaned: .cleaned(Cleanup())
      }
  }

  /// The time of the event, in milliseconds since 1970; nil if the event has no time.
  fileprivate var time: Int64? {
    switch self {
    case .runStarted(let start): start.time
    case .attemptStarted(let attempt): attempt.time
    case .attemptFinished(let attempt): attempt.start.adding(attempt.duration)
    case .scriptFinished(let script): script.start.adding(script.duration)
    case .stageFinished(let stage): stage.start
    case .runFinished(let summary): summary.time
    case .accepted(let acceptance): acceptance.time
    case .cleaned(let cleanup): cleanup.time
    default: nil
    }
  }
}

extension Int64 {
  /// Returns the time `duration` seconds later; both times are in milliseconds.
  fileprivate func adding(_ duration: Double) -> Int64 {
    let milliseconds = duration * 1000
    guard milliseconds >= 0, milliseconds < 1e15 else { return self }
    return addingReportingOverflow(Int64(milliseconds)).partialValue
  }
}
