package import PipelinePlanning
internal import PipelineReporting
internal import PipelineSystem

/// Writes each event to the log, then sends it to the reporter.
package struct Journal: Sendable {
  package var reporter: any Reporter
  /// The first disk error in writing the log or records; after it, no new stage starts.
  package private(set) var fault: SystemFault?
  private var log: RunLog
  private let run: String
  private let clock: any RunClock

  /// Creates a journal whose log lines carry the run's id, and the clock's time if they have none.
  package init(log: RunLog, reporter: any Reporter, run: String, clock: any RunClock) {
    (self.log, self.reporter, self.run, self.clock) = (log, reporter, run, clock)
  }

  mutating func tell(_ event: Event) {
    if event.kind != nil {
      do throws(SystemFault) {
        try log.append(LogLine(run: run, time: clock.wall, event: event))
      } catch {
        note(error)
      }
    }
    reporter.report(event)
  }

  /// Keeps and reports the first error in writing the log or records; the run then ends as failed.
  mutating func note(_ error: SystemFault) {
    guard fault == nil else { return }
    fault = error
    reporter.report(.warning(.recordsNotWritten(error)))
  }

  /// Flushes the records to the disk, and checks that records and log are still in place.
  mutating func synchronize(_ store: RecordStore, files: any FileSystem) {
    do throws(SystemFault) {
      try store.synchronize()
      // A script may have removed the state folder during the run.
      if files.state(of: RunLog.path) == .missing || files.state(of: RecordStore.path) == .missing {
        try files.makeFolder(Workspace.stateFolder)
        try store.rewrite()
        throw SystemFault.notThere
      }
    } catch {
      note(error)
    }
  }

  /// Flushes the log to the disk, including its last line.
  mutating func synchronizeLog() {
    do throws(SystemFault) {
      try log.synchronize()
    } catch {
      note(error)
    }
  }
}

/// The seam to the observer of a run.
///
/// Only the loop calls it, in the order of events; the thread may differ between calls.
package protocol Reporter: Sendable {
  /// Whether the reporter wants the output of scripts.
  var wantsOutput: Bool { get }

  /// Receives the selection after planning, before the first event of the run.
  ///
  /// - Parameters:
  ///   - stages: The names of the selected stages, in the order of execution.
  ///   - isConcurrent: Whether several of them may run at the same time.
  mutating func begin(stages: [String], isConcurrent: Bool)

  /// Receives an event.
  mutating func report(_ event: Event)

  /// Receives bytes that a script printed.
  mutating func output(_ bytes: [UInt8], of stage: String)

  /// Notes that `count` bytes of script output were left out.
  mutating func skip(_ count: Int, of stage: String)

  /// Receives the last output of a failed stage; the event of its end follows.
  mutating func tail(_ bytes: [UInt8], of stage: String)

  /// Receives the progress of the run at each tick, about ten times a second.
  mutating func tick(_ progress: Progress)
}
