package import PipelineDescription
package import PipelinePlanning
package import PipelineSystem

/// What a command works on: a valid pipeline, its root, and the seams to the world.
package struct Workspace: Sendable {
  package let graph: Graph
  /// The pipeline without its stages: the clauses that hold for all of them.
  package let defaults: Pipeline
  package let resolver: PathResolver
  package let files: any FileSystem
  /// What the parameters are.
  package let parameters: ParameterValues
  /// The caller's environment.
  package let environment: [String: String]

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

  /// The folder that everything the runner keeps lies in.
  package static let stateFolder = Path(".pipeline")

  /// The file that whoever runs something has locked.
  package static let lockFile = stateFolder.appending("lock".utf8)

  /// The folder for what the scripts of all runs print.
  package static let runsFolder = stateFolder.appending("runs".utf8)

  /// The folder for what the scripts of a run print.
  static func runFolder(_ run: String) -> Path {
    runsFolder.appending(run.utf8)
  }

  /// The file that takes what the scripts of an attempt print.
  static func attemptLog(of key: AttemptKey) -> Path {
    runFolder(key.run).appending("\(key.stage).\(key.number).log".utf8)
  }

  /// The variables that a stage declares, the stage's own before the pipeline's.
  func declaredVariables(of stage: Stage) -> [Environment] {
    defaults.environment(of: stage)
  }

  /// The parameters that a stage is handed as variables, in order of their names.
  func usedParameters(of stage: Stage) -> [Recipe.Parameter] {
    Set(stage.uses.map(\.name)).sorted().compactMap { name in
      parameters.text(of: name).map { Recipe.Parameter(name: name, value: $0) }
    }
  }

  /// Where the scripts of a stage look for programs; nil where that is not set.
  package func searchPath(of stage: Stage) -> String? {
    declaredVariables(of: stage).last { $0.name == "PATH" && $0.value != nil }?.value
      ?? environment["PATH"]
  }

  /// What the scripts of a stage get of the environment, apart from what names the run.
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

  /// Whether what is in files decides if they have changed, where their stamps differ.
  package func isJudgedByContent(_ stage: Stage) -> Bool {
    defaults.staleness(of: stage) == .content
  }

  /// What becomes of the outputs of a stage's failed attempt.
  package func onFailure(of stage: Stage) -> OnFailure {
    defaults.onFailure(of: stage)
  }

  /// The time limit of each script of a stage; nil for none.
  package func timeLimit(of stage: Stage) -> Duration? {
    defaults.timeout(of: stage).seconds.map { .seconds($0) }
  }

  /// The arguments that a script is started with.
  func arguments(of script: Script) -> [String] {
    script.arguments.map { argument in
      switch argument.kind {
      case .text: argument.text
      case .input, .output: passed(argument.text)
      case .parameter: parameters.text(of: argument.text) ?? ""
      }
    }
  }

  /// A declared path as a script is given it: as it is spelled, never to be taken for an option.
  private func passed(_ path: String) -> String {
    var text = PathText.isGlob(path) ? path : PathText.literal(path)
    if text.hasPrefix("~/"), let home = resolver.home { text = home.text + text.dropFirst() }
    return text.hasPrefix("-") ? "./" + text : text
  }
}

extension Workspace {
  /// The scripts and commands of a stage, ready to be started.
  package func steps(of stage: Stage) -> [Attempt.Step] {
    stage.steps.map { step in
      switch step {
      case .script(let script):
        .script(
          path: resolver.path(script.path).text,
          arguments: arguments(of: script),
          interpreter: script.interpreter
        )
      case .command(let command): .command(command.text)
      }
    }
  }
}
