package import PipelinePlanning

/// One try at a stage: everything that an executor must know to run it.
package struct Attempt: Sendable {
  /// A script or command, ready to be started.
  package enum Step: Equatable, Sendable {
    case script(path: String, arguments: [String], interpreter: String?)
    case command(String)
  }

  package var key: AttemptKey
  /// The stage's name.
  package var stage: String
  package var steps: [Step]
  /// The whole environment of the scripts.
  package var environment: [String: String]
  /// The time limit of each script, counted from its start; nil for none.
  package var timeLimit: Duration?
  /// The file that takes what the scripts print, absolute.
  package var log: String
  /// The folder the scripts start in, absolute.
  package var root: String
  /// The declared outputs, absolute.
  package var outputs: [String] = []

  package var number: Int { key.number }
  package var run: String { key.run }

  package init(
    key: AttemptKey,
    stage: String,
    steps: [Step],
    environment: [String: String],
    timeLimit: Duration?,
    log: String,
    root: String
  ) {
    self.key = key
    self.stage = stage
    self.steps = steps
    self.environment = environment
    self.timeLimit = timeLimit
    self.log = log
    self.root = root
  }
}

/// Tells one attempt from every other, also from one of an earlier run.
package struct AttemptKey: Hashable, Sendable {
  package var stage: StageID
  package var run: String
  /// Counted from 1 in each run.
  package var number: Int

  /// The key in one word.
  var text: String { "\(run)/\(stage)/\(number)" }

  package init(stage: StageID, run: String, number: Int) {
    self.stage = stage
    self.run = run
    self.number = number
  }
}
