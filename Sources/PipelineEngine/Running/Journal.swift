package import PipelinePlanning
internal import PipelineReporting
internal import PipelineSystem

/// Writes each event to the log, then sends it to the reporter.
package struct Journal: Sendable {
  package var reporter: any Reporter
  /// The first error while writing the log or the records; after it, no new stage starts.
  package private(set) var fault: SystemFault?
  private var log: RunLog
  private let run: String
  private let clock: any RunClock

  package init(log: RunLog, reporter: any Reporter, run: String, clock: any RunClock) {
    (self.log, self.reporter, self.run, self.clock) = (log, reporter, run, clock)
  }

  mutating func tell(_ event: Event) {
    if event.kind != nil {
      do throws(SystemFault) {
        try log.append(LogLine(run: run, time: clock.wall, event: event))
      } catch {
        note(error, isOfLog: true)
      }
    }
    reporter.report(event)
  }

  /// Keeps and reports the error if it is the first one; the run then fails.
  mutating func note(_ error: SystemFault, isOfLog: Bool = false) {
    guard fault == nil else { return }
    fault = error
    reporter.report(.warning(isOfLog ? .logNotWritten(error) : .recordsNotWritten(error)))
  }

  /// Flushes the records to the disk, and checks that the files of the records and the log still exist.
  mutating func synchronize(_ store: RecordStore, files: any FileSystem) {
    // A script may have removed the state folder during the run.
    let (hasLog, hasRecords) = (
      files.state(of: RunLog.path) != .missing, files.state(of: RecordStore.path) != .missing
    )
    do throws(SystemFault) {
      try store.synchronize()
      if !hasLog || !hasRecords {
        try files.makeFolder(Workspace.stateFolder)
        try store.rewrite()
      }
    } catch {
      note(error)
    }
    if !hasLog || !hasRecords { note(.notThere, isOfLog: true) }
  }

  mutating func synchronizeLog() {
    do throws(SystemFault) {
      try log.synchronize()
    } catch {
      note(error, isOfLog: true)
    }
  }
}

/// Receives the events of a run in order, only from the loop, whose thread may differ between calls.
package protocol Reporter: Sendable {
  var wantsOutput: Bool { get }

  /// Receives the selected stages in the order of execution, before the first event of the run.
  mutating func begin(stages: [String], isConcurrent: Bool)

  mutating func report(_ event: Event)

  mutating func output(_ bytes: [UInt8], of stage: String)

  /// Notes that `count` bytes of printed output were left out; the attempt's log has them.
  mutating func skip(_ count: Int, of stage: String)

  /// Receives the last printed output of a failed stage, just before the event of the stage's end.
  mutating func tail(_ bytes: [UInt8], of stage: String)

  /// Receives the progress of the run about ten times a second.
  mutating func tick(_ progress: Progress)
}
