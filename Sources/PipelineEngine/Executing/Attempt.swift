internal import PipelineDescription
internal import PipelinePlanning

/// An attempt to run a stage, with everything that an executor needs for it.
package struct Attempt: Sendable {
  package enum Step: Equatable, Sendable {
    case script(path: String, arguments: [String], interpreter: String?)
    /// `shell` is the program that runs the text, with its options.
    case command(String, shell: [String])
  }

  package var key: AttemptKey
  package var steps: [Step]
  package var environment: [String: String]
  /// The timeout of each script, counted from its start; nil for none.
  package var timeLimit: Duration?
  /// The longest time in which a script neither prints nor computes; nil for no limit.
  package var idleLimit: Duration?
  /// An absolute path.
  package var log: String
  /// The absolute path of the folder in which the scripts start.
  package var root: String
  /// The absolute paths of the declared outputs; empty unless the attempt may outlive the runner.
  package var outputs: [String] = []

  package var stage: String { key.stage }
  package var number: Int { key.number }
  package var run: String { key.run }
}

extension Workspace {
  /// Returns an attempt whose `outputs` are still empty.
  func attempt(_ key: AttemptKey, of stage: Stage, environment: [String: String]) -> Attempt {
    Attempt(
      key: key,
      steps: steps(of: stage),
      environment: environment,
      timeLimit: timeLimit(of: stage),
      idleLimit: defaults.timeout(of: stage).idle.map { .seconds($0) },
      log: resolver.absolute(Self.attemptLog(of: key)).text,
      root: resolver.root.text
    )
  }
}

/// Identifies an attempt in all runs, by its stage's name because a `StageID` changes with the manifest.
package struct AttemptKey: Hashable, Sendable {
  package var stage: String
  package var run: String
  /// Counted from 1 in each run.
  package var number: Int

  var text: String { "\(run)/\(stage)/\(number)" }

  package init(stage: String, run: String, number: Int) {
    (self.stage, self.run, self.number) = (stage, run, number)
  }
}
