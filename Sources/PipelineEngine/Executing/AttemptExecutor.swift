package import PipelinePlanning

/// The seam to where attempts run: processes of this machine, or jobs of a cluster.
///
/// Members may be called from any thread, and none waits for a script.
package protocol AttemptExecutor: Sendable {
  /// The executor's name in the log, such as `local`.
  var name: String { get }

  /// Whether attempts go on when the runner dies.
  ///
  /// Of such an attempt the records hold the intent before it is submitted, and its handle after that. A
  /// later run then finds it by its handle, or by its name.
  var outlivesRunner: Bool { get }

  /// The host on which every attempt begins as soon as it is submitted; nil where attempts wait in a queue,
  /// and `began` is reported.
  var immediateHost: String? { get }

  /// How many attempts can run at once, and in how much memory.
  var capacity: ExecutorCapacity { get }

  /// The memory that is free for further attempts, in bytes; nil where that is not limited or not known.
  var freeMemory: Int64? { get }

  /// Hands an attempt over, to be started at once or when its turn in the queue comes.
  ///
  /// `report` is called from any thread. Its last call is the end, and every attempt has one: an executor
  /// that loses sight of an attempt reports that as its end. Before it reports the end, it waits until this
  /// process sees what the attempt wrote, as a shared file system may show a file late. The report of an end
  /// runs the loop on the calling thread, which may submit and stop attempts: the caller holds no lock then.
  func submit(_ attempt: Attempt, report: @escaping @Sendable (AttemptReport) -> Void)

  /// Ends attempts, in order or at once. A stop of all ends attempts that are submitted later, too.
  func stop(_ scope: StopScope, atOnce: Bool)

  /// Suspends what runs, where that exists.
  func suspend()

  /// Lets what was suspended go on.
  func resume()

  /// Finds what still runs of earlier runs that did not come to their end.
  ///
  /// - Parameters:
  ///   - open: The attempts.
  ///   - root: The folder of the pipeline, absolute.
  ///   - report: Receives the further reports of each attempt that is attached again, with its position
  ///     in `open`; the end of one that has ended meanwhile, too.
  /// - Returns: For each attempt what became of it.
  func recover(
    _ open: [OpenAttempt],
    root: String,
    report: @escaping @Sendable (Int, AttemptReport) -> Void
  ) -> [RecoveredAttempt]

  /// The command lines of an attempt as a person would type them.
  func commandLines(of attempt: Attempt) -> [String]
}

/// What an executor tells of an attempt.
///
/// An executor may repeat itself, or tell things late: a report of an attempt that has ended is passed over.
package enum AttemptReport: Equatable, Sendable {
  /// The attempt is a job of a cluster now, by which it can be found after the runner has died.
  case submitted(JobHandle)
  /// The attempt has left the queue and starts on this host; its time counts from here, in milliseconds since
  /// 1970.
  case began(host: String, time: Int64)
  /// A script is about to start; the log holds this many bytes of those before it.
  case scriptStarted(command: String, logSize: Int)
  /// A script has ended.
  case scriptFinished(Event.ScriptSummary)
  /// The attempt's processes together hold this much memory now, in bytes.
  case holdsMemory(Int64)
  /// A script had left processes outside its group; they were killed, or outlived that.
  case leftOrphans(Leftovers)
  /// The scripts ended at this time, in milliseconds since 1970; nil for just now.
  ///
  /// Whether the outputs are there is for the loop to find out.
  case ended(AttemptEnd, ResourceUsage, time: Int64? = nil)
}

/// A job's id, as the cluster gave it.
package struct JobHandle: Hashable, Sendable {
  package var text: String

  package init(_ text: String) {
    self.text = text
  }
}

/// Which attempts are stopped.
package enum StopScope: Equatable, Sendable {
  case all
  case attempt(AttemptKey)
}

/// The room that an executor has; nil where it sets no limit itself.
package struct ExecutorCapacity: Equatable, Sendable {
  /// How many attempts can run at once, whatever they need.
  package var slots: Int?
  /// The limit on open files, where the slots follow from it.
  package var openFiles: Int?
  package var cores: Int?
  /// Bytes.
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

/// An attempt of an earlier run that may still run, or may have left processes.
package struct OpenAttempt: Equatable, Sendable {
  package var stage: String
  package var run: String
  /// The attempt's number where its intent was recorded.
  package var number: Int?
  /// The handle where that was recorded.
  package var handle: JobHandle?
  /// The files that its scripts may have printed to, absolute.
  package var logs: [String] = []
  /// Whether it may go on; else it is ended before `recover` returns.
  package var mayGoOn = true
}

extension OpenAttempt {
  package init(stage: String, run: String) { self.init(stage: stage, run: run, logs: []) }

  package var key: AttemptKey { AttemptKey(stage: stage, run: run, number: number ?? 1) }
}

/// What became of an open attempt.
package enum RecoveredAttempt: Equatable, Sendable {
  /// It runs, or its end is reported at once.
  case attached
  /// Nothing of it runs any more, except what could not be killed.
  case gone(Leftovers?)
}
