package import PipelinePlanning

/// The seam to whatever executes scripts: processes of this machine now, a cluster's jobs later.
package protocol Runner: Sendable {
  /// Starts an attempt and returns at once; `report` is told what becomes of it, from any thread.
  ///
  /// The last message of an attempt is its end, and every attempt has one.
  func start(_ attempt: Attempt, report: @escaping @Sendable (AttemptMessage) -> Void)

  /// How much memory is free for further attempts, in bytes; nil where that cannot be told.
  var freeMemory: Int64? { get }

  /// Ends what runs: in order, or at once.
  func stop(atOnce: Bool)

  /// Ends what is still alive of a run whose runner died, of whichever stage and attempt.
  ///
  /// - Parameters:
  ///   - run: The run.
  ///   - logs: The files that its scripts may have printed to, absolute, each with its stage.
  ///   - root: The folder of the pipeline.
  /// - Returns: What was found, by stage.
  func endLeftovers(
    of run: String,
    logs: [(stage: String, path: String)],
    root: String
  ) -> [String: Leftovers]

  /// The command lines of an attempt as a person would type them.
  func commandLines(of attempt: Attempt) -> [String]
}

/// One try at a stage: everything that whoever executes it must know.
package struct Attempt: Sendable {
  /// A script or command, ready to be started.
  package enum Step: Equatable, Sendable {
    case script(path: String, arguments: [String], interpreter: String?)
    case command(String)
  }

  package var stage: String
  package var number: Int
  package var steps: [Step]
  /// The whole environment of the scripts.
  package var environment: [String: String]
  /// The time limit of each script; nil for none.
  package var timeLimit: Duration?
  /// The file that takes what the scripts print, absolute.
  package var log: String
  /// The folder the scripts start in, absolute.
  package var root: String

  package init(
    stage: String,
    number: Int,
    steps: [Step],
    environment: [String: String],
    timeLimit: Duration?,
    log: String,
    root: String
  ) {
    self.stage = stage
    self.number = number
    self.steps = steps
    self.environment = environment
    self.timeLimit = timeLimit
    self.log = log
    self.root = root
  }
}

/// What a runner tells of an attempt.
package enum AttemptMessage: Sendable {
  /// A script is about to start; the log holds this many bytes of those before it.
  case scriptStarted(command: String, logSize: Int)
  /// So many bytes of memory are held by the attempt's processes together, at this moment.
  case holdsMemory(Int64)
  /// A script had left something running outside its process group, which has been ended, or could not.
  case leftBehind(Leftovers)
  /// The scripts have ended; whether the outputs are there is for others to see.
  case ended(AttemptEnd, ResourceUsage)
}
