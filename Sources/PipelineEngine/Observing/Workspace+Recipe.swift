internal import PipelineDescription
internal import PipelinePlanning

extension Workspace {
  func recipe(of node: Graph.Node) -> Recipe {
    let steps = node.stage.steps.map { step -> Recipe.Step in
      switch step {
      case .script(let script):
        return Recipe.Step(
          script: resolver.path(script.path).text,
          arguments: arguments(of: script),
          interpreter: script.interpreter
        )
      case .command(let command):
        let assembled = defaults.assembled(command, of: node.stage)
        return Recipe.Step(command: assembled.text, shell: assembled.shell)
      }
    }
    var recipe = Recipe(steps: steps)
    recipe.variables = declaredVariables(of: node.stage).map { variable in
      let value = variable.value ?? environment[variable.name]
      return Recipe.Variable(name: variable.name, value: value, salt: salt)
    }.sorted { $0.name < $1.name }
    recipe.parameters = usedParameters(of: node.stage)
    recipe.inputs = node.inputs.map(\.text).sorted()
    recipe.outputs = node.outputs.map(\.text).sorted()
    return recipe
  }

  /// The names of all variables that some stage takes from the environment, each once.
  var inheritedVariables: [String] {
    let all = defaults.environment + graph.nodes.flatMap(\.stage.environment)
    return Set(all.filter { $0.value == nil }.map(\.name)).sorted()
  }

  /// Returns the recorded run of each upstream stage whose files the stage does not read.
  func upstreamRuns(of stage: StageID, _ histories: Histories) -> [String: String?] {
    var runs: [String: String?] = [:]
    for other in graph.unconnectedUpstream(of: stage) {
      let name = graph.name(of: other)
      // A stage without a run stays in the result, with nil, so that a comparison with a record shows it.
      runs.updateValue(histories[name]?.record?.run, forKey: name)
    }
    return runs
  }
}

extension ParameterValues {
  var recipe: [Recipe.Parameter] {
    entries.map { Recipe.Parameter(name: $0.declaration.name, value: $0.value.text) }
  }
}

extension Recipe.Variable {
  /// Keeps only the digest of the value, because the value may be secret; without the salt, short values could
  /// be guessed from a table of digests.
  init(name: String, value: String?, salt: [UInt8]) {
    let unsalted = value.map { SHA256.hexDigest(of: Array($0.utf8)) }
    if salt.isEmpty {
      self.init(name: name, digest: unsalted)
    } else {
      let digest = value.map { SHA256.hexDigest(of: salt + Array($0.utf8)) }
      self.init(name: name, digest: digest, unsalted: unsalted)
    }
  }
}
