/// That there is a parameter, and what it is unless something else is set.
package struct ParameterDeclaration: Sendable, Equatable {
  package var name: String
  /// Its type is the parameter's.
  package var defaultValue: ParameterValue
  /// The line of the manifest on which it is declared.
  package var line: Int

  package init(name: String, defaultValue: ParameterValue, line: Int) {
    self.name = name
    self.defaultValue = defaultValue
    self.line = line
  }

  /// The environment variable by which a stage that uses the parameter is handed it.
  package var variable: String { Self.variable(of: name) }

  /// The environment variable of the parameter of this name: `top-n` is `PIPELINE_PARAM_TOP_N`.
  package static func variable(of name: String) -> String {
    "PIPELINE_PARAM_"
      + name.uppercased().split(separator: "-", omittingEmptySubsequences: false)
      .joined(separator: "_")
  }
}
