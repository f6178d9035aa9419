internal import PipelineDescription
package import PipelinePlanning

/// Runs and attempts as JSON, in the output of `pipeline status --json` and `pipeline why --json`.
extension RunOverview {
  /// Writes the keys of a run; if the log has no end of the run, `outcome` is `unfinished`.
  func writeFields(to writer: inout JSONWriter) {
    let (start, end) = (run.start, run.end)
    writer.string(run.id, for: "run")
    writer.string(end?.outcome ?? "unfinished", for: "outcome")
    writer.string((start?.time).map { Timestamp(milliseconds: $0).iso() }, for: "started")
    writer.string((end?.time).map { Timestamp(milliseconds: $0).iso() }, for: "finished")
    writer.value(end?.duration, for: "seconds")
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
    writer.value(end?.signal, for: "signal")
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
    writer.value(start.isDirty, for: "dirty")
  }
}

extension AttemptEvents {
  /// Writes the keys of an attempt; `end` is null if the log has no end of the attempt.
  func writeFields(to writer: inout JSONWriter) {
    writer.string(run, for: "run")
    writer.string(stage, for: "stage")
    writer.integer(number, for: "number")
    writer.string(start.map { Timestamp(milliseconds: $0).iso() }, for: "started")
    writer.value(duration, for: "seconds")
    writer.object(end, for: "end") { end, writer in
      writer.string(end.kind, for: "kind")
      writer.string(end.text, for: "text")
    }
    writer.strings(reasons.map { $0.text(.utc) }, for: "reasons")
    writer.strings(ended?.commands ?? [], for: "scripts")
    writer.string(log, for: "output_log")
    writer.value(ended?.usage.peakMemory, for: "peak_memory_bytes")
    writer.value(ended?.usage.cpu, for: "cpu_seconds")
    writer.value(decision, for: "retry")
  }

  /// Returns the output of `pipeline log --output --json`; invalid UTF-8 becomes U+FFFD.
  package static func text(outputs: [(attempt: AttemptEvents, bytes: [UInt8])]) -> String {
    var writer = JSONWriter(indented: true)
    writer.array { writer in
      for (attempt, bytes) in outputs {
        writer.object { writer in
          writer.string(attempt.run, for: "run")
          writer.string(attempt.stage, for: "stage")
          writer.integer(attempt.number, for: "number")
          writer.string(attempt.log, for: "output_log")
          writer.string(String(decoding: bytes, as: UTF8.self), for: "output")
        }
      }
    }
    return writer.text + "\n"
  }
}
