internal import PipelineDescription
internal import PipelinePlanning

/// One try at a stage: everything that an executor must know to run it.
package struct Attempt: Sendable {
  /// A script or command, ready to be started.
  package enum Step: Equatable, Sendable {
    case script(path: String, arguments: [String], interpreter: String?)
    case command(String)
  }

  package var key: AttemptKey
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

  package var stage: String { key.stage }
  package var number: Int { key.number }
  package var run: String { key.run }
}

extension Workspace {
  /// An attempt of a stage with this environment; only an executor that needs them learns its outputs.
  func attempt(_ key: AttemptKey, of stage: Stage, environment: [String: String]) -> Attempt {
    Attempt(
      key: key,
      steps: steps(of: stage),
      environment: environment,
      timeLimit: timeLimit(of: stage),
      log: resolver.absolute(Self.attemptLog(of: key)).text,
      root: resolver.root.text
    )
  }
}

/// Tells one attempt from every other, also from one of an earlier run.
///
/// It names the stage: in the manifest of a later run the stage may have another number, or be gone.
package struct AttemptKey: Hashable, Sendable {
  package var stage: String
  package var run: String
  /// Counted from 1 in each run.
  package var number: Int

  /// The key in one word.
  var text: String { "\(run)/\(stage)/\(number)" }

  package init(stage: String, run: String, number: Int) {
    (self.stage, self.run, self.number) = (stage, run, number)
  }
}
