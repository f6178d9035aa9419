internal import PipelineDescription
internal import PipelinePlanning

/// Runs and attempts as data, with the keys that they have in the log.
extension RunOverview {
  /// Writes the run as keys of the object that the writer stands in.
  ///
  /// `outcome` is that of the log; of a run without an end `running` or `unfinished`.
  func writeFields(goesOn: Bool, to writer: inout JSONWriter) {
    let (start, end) = (run.start, run.end)
    writer.string(run.id, for: "run")
    writer.string(end?.outcome ?? (goesOn ? "running" : "unfinished"), for: "outcome")
    writer.string((start?.time).map { Timestamp(milliseconds: $0).iso() }, for: "started")
    writer.string((end?.time).map { Timestamp(milliseconds: $0).iso() }, for: "finished")
    writer.key("seconds")
    if let end { writer.number(end.duration) } else { writer.null() }
    writer.key("counts")
    writer.object { writer in
      writer.integer(succeeded, for: "succeeded")
      writer.integer(end?.upToDate ?? 0, for: "up_to_date")
      writer.integer(failed, for: "failed")
      writer.integer(end?.blocked.count ?? 0, for: "blocked")
      writer.integer(end?.cancelled.count ?? 0, for: "cancelled")
    }
    writer.strings(end?.failed ?? [], for: "failed")
    writer.strings(end?.blocked ?? [], for: "blocked")
    writer.strings(end?.cancelled ?? [], for: "cancelled")
    writer.key("signal")
    if let signal = end?.signal { writer.integer(signal) } else { writer.null() }
    guard let start else { return }
    writer.string(start.pipeline, for: "pipeline")
    writer.strings(start.arguments, for: "arguments")
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

extension LoggedAttempt {
  /// Writes the attempt as one object; `end` is null where none is logged.
  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.string(run, for: "run")
      writer.string(stage, for: "stage")
      writer.integer(number, for: "number")
      writer.string(start.map { Timestamp(milliseconds: $0).iso() }, for: "started")
      writer.key("seconds")
      if let duration { writer.number(duration) } else { writer.null() }
      writer.key("end")
      if let end { end.write(to: &writer) } else { writer.null() }
      writer.strings(reasons, for: "reasons")
      writer.strings(commands, for: "scripts")
      writer.string(log, for: "output_log")
      writer.key("peak_memory_bytes")
      if let peak = usage.peakMemory { writer.integer(peak) } else { writer.null() }
      writer.key("cpu_seconds")
      if let cpu = usage.cpu { writer.number(cpu) } else { writer.null() }
      writer.key("retry")
      guard let retry else { return writer.null() }
      writer.object { writer in
        writer.string(retry.decision, for: "decision")
        if let delay = retry.delay { writer.seconds(delay, for: "after_seconds") }
      }
    }
  }
}

extension LoggedEnd {
  /// Writes the end as one object.
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.string(kind, for: "kind")
      writer.string(text, for: "text")
    }
  }
}
