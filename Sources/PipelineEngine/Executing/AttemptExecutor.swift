package import PipelinePlanning

/// The seam to where attempts run: as processes of this machine, or as jobs of a cluster.
///
/// Any thread may call the members. No member waits for a script.
package protocol AttemptExecutor: Sendable {
  /// The executor's name in the log, such as `local`.
  var name: String { get }

  /// Whether attempts continue when the runner dies.
  ///
  /// The records hold the intent of such an attempt before its submission, and its handle afterwards. A
  /// later run finds the attempt by its handle or by its name.
  var outlivesRunner: Bool { get }

  /// The host on which every attempt begins upon submission.
  ///
  /// Nil if attempts wait in a queue; the executor then reports `began`.
  var immediateHost: String? { get }

  /// The number of attempts that can run at once, and the cores and memory for them.
  var capacity: ExecutorCapacity { get }

  /// The free memory for further attempts, in bytes; nil if unlimited or unknown.
  var freeMemory: Int64? { get }

  /// Submits an attempt, which starts at once or waits in a queue.
  ///
  /// The executor may call `report` from any thread. The last report of every attempt is its end: an
  /// executor that loses sight of an attempt reports that as its end.
  ///
  /// Before it reports the end, it waits until this process sees the files that the attempt wrote. A
  /// shared file system may show a file late.
  ///
  /// The report of an end runs the loop on the calling thread, and the loop may submit and stop attempts.
  /// So the executor must not hold a lock during that call.
  func submit(_ attempt: Attempt, report: @escaping @Sendable (AttemptReport) -> Void)

  /// Stops attempts, at once or with a grace time; a stop of all also applies to later submissions.
  func stop(_ scope: StopScope, atOnce: Bool)

  /// Suspends running attempts, if the executor supports that.
  func suspend()

  /// Resumes suspended attempts.
  func resume()

  /// Finds the unfinished attempts of earlier runs that may still run.
  ///
  /// - Parameters:
  ///   - open: The unfinished attempts.
  ///   - root: The absolute path of the pipeline's folder.
  ///   - report: Receives further reports on each attached attempt, with its index in `open`. They include
  ///     the end of an attempt that has ended meanwhile.
  /// - Returns: The state of each attempt, in the order of `open`.
  func recover(
    _ open: [OpenAttempt],
    root: String,
    report: @escaping @Sendable (Int, AttemptReport) -> Void
  ) -> [RecoveredAttempt]

  /// Returns the command lines of an attempt as a person would type them.
  func commandLines(of attempt: Attempt) -> [String]
}

/// A report of an executor on an attempt.
///
/// Reports may be late or repeated. The loop ignores reports on an attempt that has ended.
package enum AttemptReport: Equatable, Sendable {
  /// The attempt is now a job of a cluster; a later run can find it by this handle.
  case submitted(JobHandle)
  /// The attempt has left the queue and starts on this host.
  ///
  /// Its duration counts from this time, in milliseconds since 1970.
  case began(host: String, time: Int64)
  /// A script is about to start; the log holds this many bytes from the scripts before it.
  case scriptStarted(command: String, logSize: Int)
  /// A script has ended.
  case scriptFinished(Event.ScriptSummary)
  /// The memory that the attempt's processes hold now, in bytes.
  case holdsMemory(Int64)
  /// A script left orphans outside its process group; the executor killed them, or they survived SIGKILL.
  case leftOrphans(Orphans)
  /// The scripts ended at this time, in milliseconds since 1970; nil means just now.
  ///
  /// The loop itself checks whether the outputs exist.
  case ended(AttemptEnd, ResourceUsage, time: Int64? = nil)
}

/// The id that a cluster gave to a job.
package struct JobHandle: Hashable, Sendable {
  package var text: String

  package init(_ text: String) {
    self.text = text
  }
}

/// The attempts to stop.
package enum StopScope: Equatable, Sendable {
  case all
  case attempt(AttemptKey)
}

/// The capacity of an executor; nil for values that it does not limit.
package struct ExecutorCapacity: Equatable, Sendable {
  /// The number of attempts that can run at once, regardless of their needs.
  package var slots: Int?
  /// The limit on open files, if it determines the slots.
  package var openFiles: Int?
  package var cores: Int?
  /// In bytes.
  package var memory: Int?

  package init(
    slots: Int? = nil,
    openFiles: Int? = nil,
    cores: Int? = nil,
    memory: Int? = nil
  ) {
    self.slots = slots
    self.openFiles = openFiles
    self.cores = cores
    self.memory = memory
  }
}

/// An attempt of an earlier run that may still run, or may have left orphans.
package struct OpenAttempt: Equatable, Sendable {
  package var stage: String
  package var run: String
  /// The attempt's number, if its intent was recorded.
  package var number: Int?
  /// The job's handle, if it was recorded.
  package var handle: JobHandle?
  /// The absolute paths of the files that may hold the output of its scripts.
  package var logs: [String] = []
  /// Whether it may continue; if not, `recover` ends it before it returns.
  package var mayGoOn = true
}

extension OpenAttempt {
  package init(stage: String, run: String) { self.init(stage: stage, run: run, logs: []) }

  package var key: AttemptKey { AttemptKey(stage: stage, run: run, number: number ?? 1) }
}

/// The state of an unfinished attempt after recovery.
package enum RecoveredAttempt: Equatable, Sendable {
  /// It still runs, or its end is reported at once.
  case attached
  /// It no longer runs; the value lists orphans that ended now or survived SIGKILL, nil for none.
  case gone(Orphans?)
}
