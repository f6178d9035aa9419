internal import PipelineDescription
package import PipelinePlanning

/// Turns events into the lines of `.pipeline/log.jsonl`: one event, one line, one JSON object.
///
/// Only the line of a finished stage has the keys `stage`, `timestamp`, `duration_seconds` and
/// `success` at its top; the others have their own matter in `event`, `run`, `time` and, where they
/// speak of a stage, in an object. All times are UTC with milliseconds.
///
/// What is not logged: a stage that was up to date, blocked or cancelled (the run's last line counts
/// or names it), and the start of a script.
package struct LogLine: Sendable {
  /// The run's id, which is on every line.
  package let run: String

  /// Makes the lines of one run.
  package init(run: String) {
    self.run = run
  }

  /// The line of an event.
  ///
  /// - Parameters:
  ///   - event: What happened.
  ///   - time: When, in milliseconds since 1970; for events that do not say it themselves.
  /// - Returns: The line with its end; nil for what is not logged.
  package func line(for event: Event, time: Int64? = nil) -> [UInt8]? {
    var writer = JSONWriter()
    switch event {
    case .runStarted(let start): write(start, to: &writer)
    case .attemptStarted(let attempt): write(attempt, to: &writer)
    case .attemptFinished(let attempt): write(attempt, to: &writer)
    case .stageFinished(let stage): write(stage, to: &writer)
    case .warning(let warning): write(warning, time, to: &writer)
    case .runFinished(let summary): write(summary, to: &writer)
    case .stageUpToDate, .scriptStarted, .stageBlocked, .stageCancelled:
      return nil
    }
    return writer.bytes + [0x0A]
  }

  /// `{"event":"accepted","run":…,"time":…,"accepted":{"stage":…,"reason":…,"reasons":[…]}}`: somebody
  /// took a stage as it stood.
  ///
  /// `run` is the run of its record, `reasons` what had made it stale.
  package func line(
    accepting stage: String,
    _ acceptance: Acceptance,
    stale reasons: [Reason]
  ) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { writer in
      begin("accepted", acceptance.time, to: &writer)
      writer.key("accepted")
      writer.object { writer in
        writer.string(stage, for: "stage")
        writer.string(acceptance.reason, for: "reason")
        writer.reasons(reasons)
      }
    }
    return writer.bytes + [0x0A]
  }

  /// `{"event":"run_started","run":…,"time":…,"version":…,"pipeline":…,"arguments":[…],"parameters":{…},
  /// "host":…,"process":…,"jobs":…,"selected":…,"to_run":…,"may_run":…,"commit":…,"dirty":…}`.
  ///
  /// `commit` and `dirty` are null where there is no repository.
  private func write(_ start: Event.RunStart, to writer: inout JSONWriter) {
    writer.object { writer in
      begin("run_started", start.time, to: &writer)
      writer.string(start.version, for: "version")
      writer.string(start.pipeline, for: "pipeline")
      writer.strings(start.arguments, for: "arguments")
      writer.key("parameters")
      writer.object { writer in
        for entry in start.parameters.entries {
          writer.key(entry.declaration.name)
          writer.value(entry.value)
        }
      }
      writer.string(start.host, for: "host")
      writer.integer(Int(start.process), for: "process")
      writer.integer(start.jobs, for: "jobs")
      writer.integer(start.selected, for: "selected")
      writer.integer(start.toRun, for: "to_run")
      writer.integer(start.mayRun, for: "may_run")
      writer.string(start.commit, for: "commit")
      writer.bool(start.isDirty, for: "dirty")
    }
  }

  /// `{"event":"attempt_started","run":…,"time":…,"attempt":{"stage":…,"number":1,"output_log":…}}`.
  private func write(_ attempt: Event.AttemptStart, to writer: inout JSONWriter) {
    writer.object { writer in
      begin("attempt_started", attempt.time, to: &writer)
      writer.key("attempt")
      writer.object { writer in
        writer.string(attempt.stage, for: "stage")
        writer.integer(attempt.number, for: "number")
        writer.string(attempt.log, for: "output_log")
      }
    }
  }

  /// `{"event":"attempt_finished","run":…,"time":…,"attempt":{"stage":…,"number":1,"started":…,
  /// "seconds":…,"end":{…},"reasons":[…],"scripts":[…],"output_log":…,"peak_memory_bytes":…,
  /// "cpu_seconds":…,"retry":{…},"outputs":…}}`.
  ///
  /// Memory and processor time are null where the attempt ended before the first sample, `retry` where
  /// the stage declares none or succeeded. `outputs` is `restored` or `removed`, and null where they
  /// were left as they are.
  private func write(_ attempt: Event.AttemptSummary, to writer: inout JSONWriter) {
    writer.object { writer in
      begin("attempt_finished", end(attempt.start, attempt.duration), to: &writer)
      writer.key("attempt")
      writer.object { writer in
        writer.string(attempt.stage, for: "stage")
        writer.integer(attempt.number, for: "number")
        writer.string(Timestamp(milliseconds: attempt.start).iso(), for: "started")
        writer.seconds(attempt.duration, for: "seconds")
        writer.key("end")
        attempt.end.write(to: &writer)
        writer.reasons(attempt.reasons)
        writer.strings(attempt.commands, for: "scripts")
        writer.string(attempt.log, for: "output_log")
        writer.key("peak_memory_bytes")
        if let peak = attempt.usage.peakMemory { writer.integer(peak) } else { writer.null() }
        writer.key("cpu_seconds")
        if let cpu = attempt.usage.cpu { writer.number(cpu) } else { writer.null() }
        writer.key("retry")
        if let decision = attempt.decision { decision.write(to: &writer) } else { writer.null() }
        writer.string(attempt.undone?.rawValue, for: "outputs")
      }
    }
  }

  /// `{"stage":…,"timestamp":…,"duration_seconds":…,"success":…,"event":"stage_finished","run":…,
  /// "end":{…},"exit_code":…,"signal":…,"attempts":1,"reasons":[…],"scripts":[…],"output_log":…}`.
  ///
  /// `timestamp` is the start of the first attempt; the duration covers all. `exit_code` is 0 for a
  /// stage that succeeded, and null where no script's exit ended it; `signal` likewise.
  private func write(_ stage: Event.StageSummary, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.string(stage.stage, for: "stage")
      writer.string(Timestamp(milliseconds: stage.start).iso(), for: "timestamp")
      writer.seconds(stage.duration, for: "duration_seconds")
      writer.bool(stage.end.isSuccess, for: "success")
      writer.string("stage_finished", for: "event")
      writer.string(run, for: "run")
      writer.key("end")
      stage.end.write(to: &writer)
      writer.key("exit_code")
      switch stage.end {
      case .succeeded: writer.integer(0)
      case .exited(let code, _): writer.integer(code)
      case .signaled, .timedOut, .notStarted, .inputsMissing, .outputsMissing, .outputOfOtherKind,
        .systemFailed, .stopped:
        writer.null()
      }
      writer.key("signal")
      if case .signaled(let signal, _) = stage.end { writer.integer(signal) } else { writer.null() }
      writer.integer(stage.attempts, for: "attempts")
      writer.reasons(stage.last.reasons)
      writer.strings(stage.last.commands, for: "scripts")
      writer.string(stage.last.log, for: "output_log")
      writer.bool(stage.leftOutputs, for: "left_outputs")
    }
  }

  /// `{"event":"warning","run":…,"time":…,"warning":{"kind":…,"text":…,…}}`.
  private func write(_ warning: Event.Warning, _ time: Int64?, to writer: inout JSONWriter) {
    writer.object { writer in
      begin("warning", time, to: &writer)
      writer.key("warning")
      warning.write(to: &writer)
    }
  }

  /// `{"event":"run_finished","run":…,"time":…,"seconds":…,"outcome":…,"counts":{"succeeded":…,
  /// "up_to_date":…,"failed":…,"blocked":…,"cancelled":…},"failed":[…],"blocked":[…],
  /// "cancelled":[…],"signal":…,"stale_downstream":[…]}`.
  ///
  /// `outcome` is `succeeded`, `failed` or `interrupted`; `fault` is there where the log or the
  /// records could not be written.
  private func write(_ summary: Event.RunSummary, to writer: inout JSONWriter) {
    writer.object { writer in
      begin("run_finished", summary.time, to: &writer)
      writer.seconds(summary.duration, for: "seconds")
      let failure = summary.signal == nil ? "failed" : "interrupted"
      writer.string(summary.isSuccess ? "succeeded" : failure, for: "outcome")
      writer.key("counts")
      writer.object { writer in
        writer.integer(summary.succeeded, for: "succeeded")
        writer.integer(summary.upToDate, for: "up_to_date")
        writer.integer(summary.failed.count, for: "failed")
        writer.integer(summary.blocked.count, for: "blocked")
        writer.integer(summary.cancelled.count, for: "cancelled")
      }
      writer.strings(summary.failed, for: "failed")
      writer.strings(summary.blocked, for: "blocked")
      writer.strings(summary.cancelled, for: "cancelled")
      writer.key("signal")
      if let signal = summary.signal { writer.integer(signal) } else { writer.null() }
      writer.strings(summary.staleDownstream, for: "stale_downstream")
      writer.integer(summary.adopted, for: "adopted")
      if let fault = summary.fault { writer.string(fault.words, for: "fault") }
    }
  }

  /// The keys that every line begins with, save that of a stage.
  private func begin(_ event: String, _ time: Int64?, to writer: inout JSONWriter) {
    writer.string(event, for: "event")
    writer.string(run, for: "run")
    if let time { writer.string(Timestamp(milliseconds: time).iso(), for: "time") }
  }

  private func end(_ start: Int64, _ duration: Double) -> Int64 {
    let milliseconds = duration * 1000
    guard milliseconds >= 0, milliseconds < 1e15 else { return start }
    return start.addingReportingOverflow(Int64(milliseconds)).partialValue
  }
}
