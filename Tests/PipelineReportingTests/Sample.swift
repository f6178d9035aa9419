@testable import PipelinePlanning

/// Sample events for the tests to print and to log.
enum Sample {
  /// 20 November 2026, 10:00:00.123 UTC.
  static let time: Int64 = 1_795_168_800_123

  static func runStarted(selected: Int, toRun: Int, mayRun: Int) -> Event {
    var start = Event.RunStart()
    (start.run, start.time, start.pipeline) = ("R", time, "retrospective")
    (start.selected, start.toRun, start.mayRun) = (selected, toRun, mayRun)
    (start.arguments, start.version, start.host, start.process) = (["--all"], "0.1", "h", 42)
    (start.commit, start.isDirty) = ("abc", true)
    return .runStarted(start)
  }

  static func attemptStarted(_ stage: String, _ number: Int = 1, reasons: [Reason] = [.neverRun])
    -> Event
  {
    .attemptStarted(
      Event.AttemptStart(
        stage: stage,
        number: number,
        time: time,
        reasons: reasons,
        log: ".pipeline/runs/R/\(stage).\(number).log"
      )
    )
  }

  static func attempt(
    _ stage: String,
    _ end: AttemptEnd,
    number: Int = 1,
    reasons: [Reason] = [.forced]
  )
    -> Event.AttemptSummary
  {
    Event.AttemptSummary(
      stage: stage,
      number: number,
      start: time,
      duration: 15.25,
      end: end,
      reasons: reasons,
      commands: ["python3 stages/a.py"],
      log: ".pipeline/runs/R/\(stage).\(number).log"
    )
  }

  /// An attempt without an end.
  static func begun(
    _ stage: String,
    _ number: Int = 1,
    run: String = "R",
    at time: Int64,
    reasons: [Reason] = [],
    log: String = ""
  ) -> AttemptEvents {
    let start = Event.AttemptStart(
      stage: stage,
      number: number,
      time: time,
      reasons: reasons,
      log: log
    )
    return AttemptEvents(run: run, begun: start)
  }

  static func stage(
    _ stage: String,
    _ end: AttemptEnd,
    attempts: Int = 1,
    reasons: [Reason] = [.forced]
  ) -> Event.StageSummary {
    Event.StageSummary(
      last: attempt(stage, end, number: attempts, reasons: reasons),
      start: time,
      duration: 15.25
    )
  }

  static func runFinished(
    succeeded: Int = 0,
    upToDate: Int = 0,
    failed: [String] = [],
    blocked: [String] = [],
    cancelled: [String] = [],
    signal: Int32? = nil,
    stale: [String] = [],
    fault: SystemFault? = nil
  ) -> Event {
    .runFinished(
      Event.RunSummary(
        run: "R",
        time: time,
        duration: 18.4,
        succeeded: succeeded,
        upToDate: upToDate,
        failed: failed,
        blocked: blocked,
        cancelled: cancelled,
        signal: signal,
        staleDownstream: stale,
        fault: fault
      )
    )
  }
}
