package import PipelinePlanning

/// Runs attempts as local processes or cluster jobs; any thread may call it, and no call waits for a script.
package protocol AttemptExecutor: Sendable {
  /// The executor's name in the log, such as `local`.
  var name: String { get }

  /// Whether attempts continue when the runner dies; a later run finds them by their recorded handle or key.
  var outlivesRunner: Bool { get }

  /// The host on which attempts start immediately; nil if they wait in a queue until the report `began`.
  var immediateHost: String? { get }

  var capacity: ExecutorCapacity { get }

  /// The free memory for further attempts, in bytes; nil if unlimited or unknown.
  var freeMemory: Int64? { get }

  /// Submits an attempt, which starts immediately or waits in a queue.
  ///
  /// Any thread may call `report`. The last report is the end of the attempt, even if the executor has lost
  /// track of the attempt. Before the last report, the executor waits until this process sees all files of
  /// the attempt, because a shared file system may show a file late. The last report also runs the loop,
  /// which may submit and stop attempts, so the executor must not hold a lock during the call.
  func submit(_ attempt: Attempt, report: @escaping @Sendable (AttemptReport) -> Void)

  /// Stops attempts; `atOnce` leaves no grace time, and `.all` includes attempts that are submitted later.
  func stop(_ scope: StopScope, atOnce: Bool)

  /// Suspends running attempts, if the executor supports that.
  func suspend()

  func resume()

  /// Finds unfinished attempts of earlier runs, and returns the state of each, in the order of `open`.
  ///
  /// `report` gets the reports on attached attempts, with their index in `open`. `root` is an absolute path.
  func recover(
    _ open: [OpenAttempt],
    root: String,
    report: @escaping @Sendable (Int, AttemptReport) -> Void
  ) -> [RecoveredAttempt]

  /// Returns the command lines of an attempt as a person would type them.
  func commandLines(of attempt: Attempt) -> [String]
}

/// A report on an attempt; it can be late or repeated, and the loop ignores it once the attempt has ended.
package enum AttemptReport: Equatable, Sendable {
  /// The attempt is now a job of a cluster; a later run can find it by this handle.
  case submitted(JobHandle)
  /// The attempt has left the queue; its duration counts from this time, in milliseconds since 1970.
  case began(host: String, time: Int64)
  /// A script is about to start; `logSize` is the number of bytes that earlier scripts have printed.
  case scriptStarted(command: String, logSize: Int)
  case scriptFinished(Event.ScriptSummary)
  /// The memory that the attempt's processes hold now, in bytes.
  case holdsMemory(Int64)
  /// A script has run for four fifths of its time limit.
  case nearsTimeLimit
  /// A script left orphans outside its process group; the executor killed them, or they survived SIGKILL.
  case leftOrphans(Orphans)
  /// The scripts ended at `time` (milliseconds since 1970, nil for now); the loop itself checks the outputs.
  case ended(AttemptEnd, ResourceUsage, time: Int64? = nil)
}

/// The id that a cluster gave to a job.
package struct JobHandle: Hashable, Sendable {
  package var text: String

  package init(_ text: String) {
    self.text = text
  }
}

package enum StopScope: Equatable, Sendable {
  case all
  case attempt(AttemptKey)
}

/// The capacity of an executor; nil means no limit.
package struct ExecutorCapacity: Equatable, Sendable {
  /// The number of attempts that can run in parallel, regardless of their cores and memory.
  package var slots: Int?
  /// The limit on open files, if it is the reason for `slots`.
  package var openFiles: Int?
  package var cores: Int?
  /// In bytes.
  package var memory: Int?
  /// The number of GPUs that stages may use; nil if unknown.
  package var gpus: Int?

  package init(
    slots: Int? = nil,
    openFiles: Int? = nil,
    cores: Int? = nil,
    memory: Int? = nil,
    gpus: Int? = nil
  ) {
    self.slots = slots
    self.openFiles = openFiles
    self.cores = cores
    self.memory = memory
    self.gpus = gpus
  }
}

/// An attempt of an earlier run that could still run, or could have left orphans.
package struct OpenAttempt: Equatable, Sendable {
  package var stage: String
  package var run: String
  /// Nil if the attempt was not recorded before its submission.
  package var number: Int?
  package var handle: JobHandle?
  /// The absolute paths of all logs of this stage in this run.
  package var logs: [String] = []
  /// If false, `recover` stops the attempt before it returns.
  package var mayGoOn = true
}

extension OpenAttempt {
  package init(stage: String, run: String) { self.init(stage: stage, run: run, logs: []) }

  package var key: AttemptKey { AttemptKey(stage: stage, run: run, number: number ?? 1) }
}

package enum RecoveredAttempt: Equatable, Sendable {
  /// The attempt still runs, or it has ended and `report` receives its end.
  case attached
  /// The attempt no longer runs; its orphans were killed or survived SIGKILL, nil if there were none.
  case gone(Orphans?)
}
