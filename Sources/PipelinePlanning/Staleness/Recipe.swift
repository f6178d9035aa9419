internal import PipelineDescription

/// What a stage is told: when any of it changes, the stage is stale.
///
/// Kept as fields, absent meaning default, so that a new version of the tool wakes nobody.
package struct Recipe: Equatable, Sendable {
  /// A script or a command as it is told.
  package struct Step: Equatable, Sendable {
    /// The path of a script, or nil for a command.
    package var script: String?
    /// The arguments of a script as they are passed, or the text of a command.
    package var arguments: [String]
    package var interpreter: String?

    package init(script: String?, arguments: [String], interpreter: String? = nil) {
      self.script = script
      self.arguments = arguments
      self.interpreter = interpreter
    }

    package static func == (one: Step, other: Step) -> Bool {
      one.script.map(ExactText.init) == other.script.map(ExactText.init)
        && one.arguments.exact == other.arguments.exact
        && one.interpreter.map(ExactText.init) == other.interpreter.map(ExactText.init)
    }
  }

  /// A declared variable and the digest of its value.
  package struct Variable: Equatable, Sendable {
    package var name: String
    /// SHA-256 of the value in hexadecimal; nil where the variable is not set.
    package var digest: String?

    package init(name: String, digest: String?) {
      self.name = name
      self.digest = digest
    }
  }

  /// A parameter that the stage is handed, and its value.
  package struct Parameter: Equatable, Sendable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }

    package static func == (one: Parameter, other: Parameter) -> Bool {
      ExactText(one.name) == ExactText(other.name) && ExactText(one.value) == ExactText(other.value)
    }
  }

  package var steps: [Step]
  /// In order of their names.
  package var variables: [Variable] = []
  /// In order of their names; those that stand among arguments are told there.
  package var parameters: [Parameter] = []
  /// The declared inputs in normal form, sorted, with what they leave out.
  package var inputs: [String] = []
  /// The declared outputs in normal form, sorted.
  package var outputs: [String] = []

  package static func == (one: Recipe, other: Recipe) -> Bool {
    one.steps == other.steps && one.variables == other.variables
      && one.parameters == other.parameters
      && one.inputs.exact == other.inputs.exact && one.outputs.exact == other.outputs.exact
  }
}

extension Recipe {
  package init(steps: [Step]) { self.init(steps: steps, variables: []) }
}
