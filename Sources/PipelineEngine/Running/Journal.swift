package import PipelinePlanning
internal import PipelineReporting
internal import PipelineSystem

/// Tells each event twice: to the log, and to whoever watches.
package struct Journal: Sendable {
  package var reporter: any Reporter
  /// The first error of the disk in writing log or records; after it nothing new starts.
  package private(set) var fault: SystemFault?
  private var log: RunLog
  private let run: String
  private let clock: any RunClock

  /// Joins a log and a reporter; the lines get the run's id, and the clock's time where they have none.
  package init(log: RunLog, reporter: any Reporter, run: String, clock: any RunClock) {
    (self.log, self.reporter, self.run, self.clock) = (log, reporter, run, clock)
  }

  /// Logs an event, then reports it.
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

  /// Keeps the first error in writing log or records, and tells it; the run then ends as failed.
  mutating func note(_ error: SystemFault) {
    guard fault == nil else { return }
    fault = error
    reporter.report(.warning(.recordsNotWritten(error)))
  }

  /// Sees to it that the records are on the disk, and they and the log still in their place.
  mutating func synchronize(_ store: RecordStore, files: any FileSystem) {
    do throws(SystemFault) {
      try store.synchronize()
      // A script may have removed the folder under the runner's feet.
      if files.state(of: RunLog.path) == .missing || files.state(of: RecordStore.path) == .missing {
        try files.makeFolder(Workspace.stateFolder)
        try store.rewrite()
        throw SystemFault.notThere
      }
    } catch {
      note(error)
    }
  }

  /// Sees to it that the log is on the disk, its last line included.
  mutating func synchronizeLog() {
    do throws(SystemFault) {
      try log.synchronize()
    } catch {
      note(error)
    }
  }
}

/// The seam to whoever watches a run.
///
/// Everything is told in order, from the loop alone, whichever thread that is on.
package protocol Reporter: Sendable {
  /// Whether it wants what the scripts print.
  var wantsOutput: Bool { get }

  /// A run is planned, and is about to begin.
  ///
  /// - Parameters:
  ///   - stages: The names of the selected stages, in the order of execution.
  ///   - isConcurrent: Whether several of them may run at the same time.
  mutating func begin(stages: [String], isConcurrent: Bool)

  /// Something happened.
  mutating func report(_ event: Event)

  /// A script printed these bytes.
  mutating func output(_ bytes: [UInt8], of stage: String)

  /// So many bytes of what a script printed are not handed on.
  mutating func skip(_ count: Int, of stage: String)

  /// The last bytes that a stage printed which has failed; its end is reported next.
  mutating func tail(_ bytes: [UInt8], of stage: String)

  /// Time has passed, some tenths of a second: this is where the run stands.
  mutating func tick(_ progress: Progress)
}
