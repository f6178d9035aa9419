internal import PipelineDescription

/// The instructions of a stage: scripts, arguments, variables, parameters, and declared files.
///
/// A difference makes the stage stale, so a new version of the tool must leave new fields absent by default.
package struct Recipe: Equatable, Sendable {
  /// A script with its arguments, or a command.
  package struct Step: Equatable, Sendable {
    /// Nil for a command.
    package var script: String?
    /// The arguments of the script, or the text of the command.
    package var arguments: [String]
    /// The declared interpreter of a script, or the shell of a command unless it is the standard one.
    package var interpreter: String?

    package init(command text: String, shell: [String]) {
      let isStandard = shell == Shell.standard
      let words = isStandard ? nil : shell.map(shellQuoted).joined(separator: " ")
      self.init(script: nil, arguments: [text], interpreter: words)
    }

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

  package struct Variable: Equatable, Sendable {
    package var name: String
    /// SHA-256 of the root's salt and the value, in hexadecimal; nil if the variable is not set.
    package var digest: String?
    /// The digest without the salt, for comparisons with records of 0.5.0 and earlier; never recorded.
    package var unsalted: String?

    package init(name: String, digest: String?, unsalted: String? = nil) {
      self.name = name
      self.digest = digest
      self.unsalted = unsalted
    }

    package static func == (one: Variable, other: Variable) -> Bool {
      one.name == other.name && one.hasSameValue(as: other)
    }

    func hasSameValue(as other: Variable) -> Bool {
      if digest == other.digest { return true }
      return [(digest, other.unsalted), (unsalted, other.digest)].contains { $0 != nil && $0 == $1 }
    }
  }

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
  /// Sorted by name.
  package var variables: [Variable] = []
  /// Sorted by name; without parameters that a script gets as arguments, because `steps` has their values.
  package var parameters: [Parameter] = []
  /// In normal form and sorted, like `outputs`; with the exceptions of each input.
  package var inputs: [String] = []
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
