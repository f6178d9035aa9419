package import PipelineDescription
package import PipelinePlanning
package import PipelineSystem

/// A valid pipeline, with the root folder, file system and environment in which it is judged and run.
package struct Workspace: Sendable {
  package let graph: Graph
  /// The pipeline without its stages, which holds the settings that apply to all stages.
  package let defaults: Pipeline
  package let resolver: PathResolver
  package let files: any FileSystem
  package let parameters: ParameterValues
  package let environment: [String: String]
  /// A secret of the root, for the digests of variables; empty until a command first takes the lock.
  var salt: [UInt8] = []

  package init(
    graph: Graph,
    defaults: Pipeline,
    resolver: PathResolver,
    files: any FileSystem,
    environment: [String: String],
    parameters: ParameterValues? = nil
  ) {
    self.graph = graph
    self.defaults = defaults
    self.resolver = resolver
    self.files = files
    self.environment = environment
    self.parameters = parameters ?? ParameterValues(defaults: defaults.parameters)
  }

  package static let stateFolder = Path(".pipeline")

  /// Locked during a run, an `accept` or a `clean`.
  package static let lockFile = stateFolder.appending("lock".utf8)

  private static let saltFile = stateFolder.appending("salt".utf8)

  mutating func readSalt() {
    salt = (try? files.contents(of: Self.saltFile)) ?? []
  }

  /// Creates the salt if the root has none; only the holder of the lock may call it.
  mutating func makeSalt(_ make: () -> [UInt8]) throws(SystemFault) {
    // An unreadable salt must not be replaced, because that would make every stage with variables stale.
    salt = try files.contents(of: Self.saltFile) ?? []
    guard salt.isEmpty else { return }
    salt = Array(make().hexadecimal.utf8)
    try files.replace(Self.saltFile, with: salt)
  }

  /// Holds the logs of attempts, in one folder for each run.
  package static let runsFolder = stateFolder.appending("runs".utf8)

  /// Holds files that users may want back, such as earlier outputs that a stage did not make again.
  package static let keptFolder = stateFolder.appending("kept".utf8)

  static func runFolder(_ run: String) -> Path {
    runsFolder.appending(run.utf8)
  }

  static func attemptLog(of key: AttemptKey) -> Path {
    runFolder(key.run).appending("\(key.stage).\(key.number).log".utf8)
  }

  /// Returns the variables that a stage declares, and those of the pipeline that it does not declare itself.
  func declaredVariables(of stage: Stage) -> [Environment] {
    defaults.environment(of: stage)
  }

  /// Returns the parameters that a stage receives as environment variables, sorted by name.
  func usedParameters(of stage: Stage) -> [Recipe.Parameter] {
    Set(stage.uses.map(\.name)).sorted().compactMap { name in
      parameters.text(of: name).map { Recipe.Parameter(name: name, value: $0) }
    }
  }

  package func searchPath(of stage: Stage) -> String? {
    declaredVariables(of: stage).last { $0.name == "PATH" && $0.value != nil }?.value
      ?? environment["PATH"]
  }

  /// Returns the environment of a stage's scripts, without `PIPELINE_RUN`.
  package func environment(of stage: Stage) -> [String: String] {
    var environment = environment
    environment["PYTHONUNBUFFERED"] = environment["PYTHONUNBUFFERED"] ?? "1"
    for variable in declaredVariables(of: stage) {
      if let value = variable.value { environment[variable.name] = value }
    }
    for parameter in usedParameters(of: stage) {
      environment[ParameterDeclaration.variable(of: parameter.name)] = parameter.value
    }
    environment["PIPELINE_STAGE"] = stage.name
    environment["PIPELINE_ROOT"] = resolver.root.text
    environment["PWD"] = resolver.root.text
    return environment
  }

  /// Whether a stage's files are compared by their contents if their stamps differ.
  package func isJudgedByContent(_ stage: Stage) -> Bool {
    defaults.staleness(of: stage) == .content
  }

  package func onFailure(of stage: Stage) -> OnFailure {
    defaults.onFailure(of: stage)
  }

  package func timeLimit(of stage: Stage) -> Duration? {
    defaults.timeout(of: stage).seconds.map { .seconds($0) }
  }

  func arguments(of script: Script) -> [String] {
    script.arguments.map { argument in
      switch argument.kind {
      case .plain, .text: argument.text
      case .input, .output: passed(argument.text)
      case .parameter: parameters.text(of: argument.text) ?? ""
      }
    }
  }

  /// Expands `~/`, and puts `./` before a leading `-`, so that no script mistakes the path for an option.
  private func passed(_ path: String) -> String {
    var text = PathText.isGlob(path) ? path : PathText.literal(path)
    if text.hasPrefix("~/"), let home = resolver.home { text = home.text + text.dropFirst() }
    return text.hasPrefix("-") ? "./" + text : text
  }
}

extension Workspace {
  package func steps(of stage: Stage) -> [Attempt.Step] {
    stage.steps.map { step in
      switch step {
      case .script(let script):
        return .script(
          path: resolver.path(script.path).text,
          arguments: arguments(of: script),
          interpreter: script.interpreter
        )
      case .command(let command):
        let assembled = defaults.assembled(command, of: stage)
        return .command(assembled.text, shell: assembled.shell)
      }
    }
  }
}
