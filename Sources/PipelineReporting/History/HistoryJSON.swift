internal import PipelineDescription
package import PipelinePlanning

/// The history as data: what `pipeline log --json` prints.
package enum HistoryJSON {
  /// The last runs, the newest at the end.
  ///
  /// They are handed in the newest first, with the id of the run that goes on.
  package static func text(runs: [RunOverview], current: String?) -> String {
    var writer = JSONWriter(indented: true)
    writer.array { writer in
      for run in runs.reversed() {
        writer.object { writer in
          run.writeFields(goesOn: run.run.id == current, to: &writer)
        }
      }
    }
    return writer.text + "\n"
  }

  /// One run with its attempts and warnings.
  ///
  /// `goesOn` says whether it is known to be going on.
  package static func text(run: LoggedRun, goesOn: Bool) -> String {
    var writer = JSONWriter(indented: true)
    writer.object { writer in
      RunOverview(of: run).writeFields(goesOn: goesOn, to: &writer)
      writer.key("stages")
      writer.array { writer in
        for stage in run.stages { write(stage, to: &writer) }
      }
      writer.key("attempts")
      writer.array { writer in
        for attempt in run.attempts { attempt.write(to: &writer) }
      }
      writer.strings(run.warnings, for: "warnings")
      writer.strings(run.end?.staleDownstream ?? [], for: "stale_downstream")
    }
    return writer.text + "\n"
  }

  /// Attempts, and acceptances between them, the newest at the end.
  ///
  /// They are handed in the newest first.
  package static func text(events: [StageEvent]) -> String {
    var writer = JSONWriter(indented: true)
    writer.array { writer in
      for event in events.reversed() {
        switch event {
        case .attempt(let attempt): attempt.write(to: &writer)
        case .acceptance(let acceptance): write(acceptance, to: &writer)
        }
      }
    }
    return writer.text + "\n"
  }

  /// What attempts of one stage printed; what is no UTF-8 in it is replaced.
  package static func text(outputs: [(attempt: LoggedAttempt, bytes: [UInt8])]) -> String {
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

  private static func write(_ acceptance: LoggedAcceptance, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.string(acceptance.run, for: "run")
      writer.string(acceptance.stage, for: "stage")
      writer.string(
        acceptance.time.map { Timestamp(milliseconds: $0).iso() },
        for: "accepted"
      )
      writer.string(acceptance.reason, for: "reason")
      writer.strings(acceptance.reasons, for: "reasons")
    }
  }

  private static func write(_ stage: LoggedStage, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.string(stage.stage, for: "stage")
      writer.string(Timestamp(milliseconds: stage.start).iso(), for: "started")
      writer.seconds(stage.duration, for: "seconds")
      writer.bool(stage.end.isSuccess, for: "success")
      writer.string(stage.end.text, for: "end")
      writer.integer(stage.attempts, for: "attempts")
      writer.string(stage.log, for: "output_log")
    }
  }
}

extension RunOverview {
  /// The short of a run that is known in full.
  init(of run: LoggedRun) {
    let failed = run.stages.count { !$0.end.isSuccess && !$0.end.isStopped }
    self.init(
      run: run,
      succeeded: run.end?.succeeded ?? run.stages.count { $0.end.isSuccess },
      failed: run.end?.failed.count ?? failed
    )
  }
}
