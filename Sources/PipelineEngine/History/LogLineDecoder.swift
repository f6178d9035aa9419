internal import Foundation
package import PipelinePlanning

/// Reads a line of the log; what it does not know in it is passed over.
package enum LogLineDecoder {
  /// What a line says; nil for what is no object with the keys that every line has.
  package static func entry(_ line: ArraySlice<UInt8>) -> LogEntry? {
    let data = Data(line)
    guard let object = try? JSONDecoder().decode(Line.self, from: data) else {
      // A kind of a later version may give other values to keys that are known here.
      let base = try? JSONDecoder().decode(Base.self, from: data)
      guard let base, !LineHead.Event.allCases.contains(where: { base.event == "\($0.name)" })
      else { return nil }
      return LogEntry(run: base.run, time: nil, content: .unknown)
    }
    let time = (object.time ?? object.timestamp).flatMap(LogTime.milliseconds)
    return LogEntry(run: object.run, time: time, content: content(of: object, time))
  }

  private static func content(of line: Line, _ time: Int64?) -> LogEntry.Content {
    switch line.event {
    case "run_started": time.map { .runStarted(start(line, $0)) } ?? .unknown
    case "attempt_started": attempt(line, startedAt: time).map { .attemptStarted($0) } ?? .unknown
    case "attempt_finished":
      attempt(line, startedAt: line.attempt?.started.flatMap(LogTime.milliseconds))
        .map { .attemptFinished($0) } ?? .unknown
    case "stage_finished": stage(line, time).map { .stageFinished($0) } ?? .unknown
    case "warning": line.warning.map { .warning($0.text) } ?? .unknown
    case "run_finished": end(line, time).map { .runFinished($0) } ?? .unknown
    case "accepted":
      line.accepted.map { accepted in
        .accepted(
          LoggedAcceptance(
            run: line.run,
            stage: accepted.stage,
            time: time,
            reason: accepted.reason ?? "",
            reasons: accepted.reasons?.map(\.text) ?? []
          )
        )
      } ?? .unknown
    default: .unknown
    }
  }

  private static func start(_ line: Line, _ time: Int64) -> LoggedRun.Start {
    LoggedRun.Start(
      time: time,
      version: line.version,
      pipeline: line.pipeline ?? "",
      arguments: line.arguments ?? [],
      host: line.host ?? "",
      process: line.process ?? 0,
      jobs: line.jobs ?? 1,
      selected: line.selected ?? 0,
      toRun: line.to_run ?? 0,
      mayRun: line.may_run ?? 0,
      commit: line.commit,
      isDirty: line.dirty
    )
  }

  private static func attempt(_ line: Line, startedAt start: Int64?) -> LoggedAttempt? {
    guard let attempt = line.attempt else { return nil }
    return LoggedAttempt(
      run: line.run,
      stage: attempt.stage,
      number: attempt.number,
      start: start,
      duration: attempt.seconds,
      end: attempt.end.map { LoggedEnd(kind: $0.kind, text: $0.text) },
      reasons: attempt.reasons?.map(\.text) ?? [],
      commands: attempt.scripts ?? [],
      log: attempt.output_log,
      usage: ResourceUsage(peakMemory: attempt.peak_memory_bytes, cpu: attempt.cpu_seconds),
      retry: attempt.retry.map { LoggedRetry(decision: $0.decision, delay: $0.after_seconds) }
    )
  }

  private static func stage(_ line: Line, _ time: Int64?) -> LoggedStage? {
    guard let stage = line.stage, let time, let end = line.end else { return nil }
    return LoggedStage(
      run: line.run,
      stage: stage,
      start: time,
      duration: line.duration_seconds ?? 0,
      end: LoggedEnd(kind: end.kind, text: end.text),
      attempts: line.attempts ?? 1,
      reasons: line.reasons?.map(\.text) ?? [],
      log: line.output_log,
      leftOutputs: line.left_outputs ?? false
    )
  }

  private static func end(_ line: Line, _ time: Int64?) -> LoggedRun.End? {
    guard let time, let outcome = line.outcome else { return nil }
    return LoggedRun.End(
      time: time,
      duration: line.seconds ?? 0,
      outcome: outcome,
      succeeded: line.counts?.succeeded ?? 0,
      upToDate: line.counts?.up_to_date ?? 0,
      failed: line.failed ?? [],
      blocked: line.blocked ?? [],
      cancelled: line.cancelled ?? [],
      signal: line.signal,
      staleDownstream: line.stale_downstream ?? [],
      fault: line.fault
    )
  }
}

/// What every line has.
private struct Base: Decodable {
  var event: String
  var run: String
}

// The keys as they are spelled in the log (docs/log-format.md).
// swift-format-ignore: AlwaysUseLowerCamelCase
private struct Line: Decodable {
  var event: String
  var run: String
  var time: String?
  // run_started
  var version: String?
  var pipeline: String?
  var arguments: [String]?
  var host: String?
  var process: Int32?
  var jobs: Int?
  var selected: Int?
  var to_run: Int?
  var may_run: Int?
  var commit: String?
  var dirty: Bool?
  // attempt_started, attempt_finished
  var attempt: Attempt?
  // stage_finished
  var stage: String?
  var timestamp: String?
  var duration_seconds: Double?
  var end: End?
  var attempts: Int?
  var reasons: [Words]?
  var output_log: String?
  var left_outputs: Bool?
  // warning
  var warning: Words?
  // run_finished
  var seconds: Double?
  var outcome: String?
  var counts: Counts?
  var failed: [String]?
  var blocked: [String]?
  var cancelled: [String]?
  var signal: Int32?
  var stale_downstream: [String]?
  var fault: String?
  // accepted
  var accepted: Accepted?

  struct Accepted: Decodable {
    var stage: String
    var reason: String?
    var reasons: [Words]?
  }

  struct Words: Decodable {
    var text: String
  }

  struct End: Decodable {
    var kind: String
    var text: String
  }

  // swift-format-ignore: AlwaysUseLowerCamelCase
  struct Counts: Decodable {
    var succeeded: Int?
    var up_to_date: Int?
  }

  // swift-format-ignore: AlwaysUseLowerCamelCase
  struct Attempt: Decodable {
    var stage: String
    var number: Int
    var started: String?
    var seconds: Double?
    var end: End?
    var reasons: [Words]?
    var scripts: [String]?
    var output_log: String?
    var peak_memory_bytes: Int64?
    var cpu_seconds: Double?
    var retry: Retry?
  }

  // swift-format-ignore: AlwaysUseLowerCamelCase
  struct Retry: Decodable {
    var decision: String
    var after_seconds: Double?
  }
}
