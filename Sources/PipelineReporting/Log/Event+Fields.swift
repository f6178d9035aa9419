internal import PipelineDescription
internal import PipelinePlanning

/// In this file, each method `code` writes or reads the keys of one event, in the order of its log line.
extension Event.RunStart {
  mutating func code(_ fields: inout FieldCoder) {
    fields.nullable(&version, "version")
    fields.field(&pipeline, "pipeline")
    fields.field(&arguments, "arguments")
    fields.parameters(&parameters)
    fields.optional(&parameterChanges, "parameter_changes")
    fields.field(&host, "host")
    fields.field(&process, "process")
    fields.optional(&user, "user")
    fields.field(&jobs, "jobs")
    fields.optional(&cores, "cores")
    fields.optional(&executor, "executor")
    fields.field(&selected, "selected")
    fields.field(&toRun, "to_run")
    fields.field(&mayRun, "may_run")
    fields.count(&onlyTimes, "only_times")
    fields.optional(&stages, "stages")
    fields.flag(&isForced, "forced")
    fields.flag(&keepsGoing, "keep_going")
    fields.nullable(&commit, "commit")
    fields.nullable(&isDirty, "dirty")
    fields.optional(&graph, "graph")
  }
}

extension ParameterChange: FieldCoded {
  init() { self.init(name: "", value: "", before: []) }

  mutating func code(_ fields: inout FieldCoder) {
    fields.required(&name, "name")
    fields.required(&value, "value")
    fields.field(&before, "before")
  }
}

extension FieldCoder {
  fileprivate mutating func parameters(_ parameters: inout [Event.RunStart.Parameter]) {
    let told = parameters
    derived { writer in
      writer.key("parameters")
      writer.object { writer in
        for parameter in told {
          writer.key(parameter.name)
          writer.value(parameter.value)
        }
      }
    }
    guard let object = object?.object("parameters") else { return }
    parameters = object.document.members(of: object.node).compactMap { key, value in
      ParameterValue(object.document, value).map {
        Event.RunStart.Parameter(name: object.document.text(of: key), value: $0)
      }
    }
  }
}

extension Event.RunSummary {
  mutating func code(_ fields: inout FieldCoder) {
    fields.seconds(&duration, "seconds")
    var outcome = outcome
    fields.required(&outcome, "outcome")
    let counts = (failed.count, blocked.count, cancelled.count)
    fields.object("counts") { fields in
      fields.field(&succeeded, "succeeded")
      fields.field(&upToDate, "up_to_date")
      fields.derived { writer in
        writer.integer(counts.0, for: "failed")
        writer.integer(counts.1, for: "blocked")
        writer.integer(counts.2, for: "cancelled")
      }
    }
    fields.field(&failed, "failed")
    fields.field(&blocked, "blocked")
    fields.field(&cancelled, "cancelled")
    fields.nullable(&signal, "signal")
    fields.field(&staleDownstream, "stale_downstream")
    fields.field(&adopted, "adopted")
    var (words, number) = (fault?.words, fault?.number)
    fields.optional(&words, "fault")
    fields.optional(&number, "fault_number")
    fault = words.map { SystemFault(number: number ?? 0, words: $0) }
    // If the logged outcome differs from the computed one, a later version of the tool wrote it.
    otherOutcome = nil
    if outcome != self.outcome { otherOutcome = outcome }
  }
}

extension Event.AttemptStart: FieldCoded {
  mutating func code(_ fields: inout FieldCoder) {
    fields.required(&stage, "stage")
    fields.required(&number, "number")
    fields.field(&log, "output_log")
    fields.time(&ready, "ready")
    fields.optional(&waits, "waited_for")
    fields.optional(&host, "host")
    fields.optional(&job, "job")
    fields.reasons(&reasons)
  }
}

extension Event.AttemptStart.Wait: FieldCoded {
  init() { self.init(what: "") }

  mutating func code(_ fields: inout FieldCoder) {
    fields.required(&what, "what")
    fields.optional(&name, "name")
    fields.seconds(&seconds, "seconds")
  }
}

extension Event.ScriptSummary: FieldCoded {
  mutating func code(_ fields: inout FieldCoder) {
    fields.required(&stage, "stage")
    fields.field(&attempt, "attempt")
    fields.field(&index, "index")
    fields.field(&command, "command")
    fields.time(&start, "started")
    fields.seconds(&duration, "seconds")
    fields.required(&end, "end")
    fields.nullable(&usage.cpu, "cpu_seconds")
    fields.nullable(&usage.peakMemory, "peak_memory_bytes")
  }
}

extension Event.AttemptSummary: FieldCoded {
  mutating func code(_ fields: inout FieldCoder) {
    fields.required(&stage, "stage")
    fields.required(&number, "number")
    fields.time(&start, "started")
    fields.seconds(&duration, "seconds")
    fields.required(&end, "end")
    fields.reasons(&reasons)
    fields.field(&commands, "scripts")
    fields.nullable(&log, "output_log")
    fields.nullable(&usage.peakMemory, "peak_memory_bytes")
    fields.nullable(&usage.cpu, "cpu_seconds")
    fields.nullable(&decision, "retry")
    fields.nullable(&undone, "outputs")
  }
}

extension Event.StageSummary {
  /// Writes or reads the top-level keys that other programs look for; only this log line has them there.
  mutating func codeTop(_ fields: inout FieldCoder) {
    fields.required(&stage, "stage")
    fields.time(&start, "timestamp")
    fields.seconds(&duration, "duration_seconds")
    fields.derived { $0.value(end.isSuccess, for: "success") }
  }

  mutating func code(_ fields: inout FieldCoder) {
    fields.required(&end, "end")
    fields.derived { writer in
      var (code, signal): (Int32?, Int32?) = (end.isSuccess ? 0 : nil, nil)
      if case .exited(let status, _) = end { code = status }
      if case .signaled(let number, _) = end { signal = number }
      writer.value(code, for: "exit_code")
      writer.value(signal, for: "signal")
    }
    fields.field(&attempts, "attempts")
    fields.reasons(&reasons)
    fields.field(&commands, "scripts")
    fields.nullable(&log, "output_log")
    fields.field(&leftOutputs, "left_outputs")
    fields.optional(&usage.peakMemory, "peak_memory_bytes")
    fields.optional(&usage.cpu, "cpu_seconds")
    fields.optional(&decision, "retry")
    fields.optional(&undone, "undone")
    var (files, totals) = (outputs, outputTotals)
    fields.optional(&files, "outputs")
    fields.optional(&totals, "output_totals")
    setOutputs(files, totals: totals)
  }
}

extension Event.OutputFile: FieldCoded {
  mutating func code(_ fields: inout FieldCoder) {
    fields.required(&path, "path")
    fields.field(&size, "size")
    fields.field(&change, "change")
    fields.optional(&digest, "sha256")
  }
}

extension Event.OutputTotals: FieldCoded {
  mutating func code(_ fields: inout FieldCoder) {
    fields.field(&new, "new")
    fields.field(&changed, "changed")
    fields.field(&same, "same")
    fields.field(&size, "size")
  }
}

extension Event.Acceptance: FieldCoded {
  mutating func code(_ fields: inout FieldCoder) {
    fields.required(&stage, "stage")
    fields.field(&reason, "reason")
    fields.optional(&user, "user")
    fields.reasons(&reasons)
  }
}

extension Event.Cleanup: FieldCoded {
  mutating func code(_ fields: inout FieldCoder) {
    fields.optional(&user, "user")
    fields.optional(&reason, "reason")
    fields.field(&places, "places")
    fields.field(&files, "files")
    fields.field(&count, "count")
    fields.field(&size, "size")
  }
}
