/// A value that is set from outside: `--set top=20`, else `parameters.json`, else the default.
///
/// ```swift
/// let top = Parameter("top", default: 10)
/// ```
///
/// A stage that names it as an argument of a script, in the text of a command or in `Uses` is told it,
/// and is stale when it changes. `value` is what a loop or an `if` of the manifest asks for.
public struct Parameter<Value: ParameterType>: Sendable, CustomStringConvertible {
  /// The name, by which it is set.
  public let name: String
  /// What it is now.
  public let value: Value
  /// The line of the manifest on which it is declared.
  package let line: Int

  /// Declares a parameter.
  ///
  /// - Parameters:
  ///   - name: Letters, digits, `_` and `-`, 1 to 100 of them, beginning with a letter or `_`.
  ///   - value: What it is unless something else is set; its type is the parameter's.
  ///   - line: The line of the declaration; leave it out.
  public init(_ name: String, default value: Value, line: Int = #line) {
    let standard = value.parameterValue
    let declaration = ParameterDeclaration(name: name, defaultValue: standard, line: line)
    // What is no value of this type is a fault that the tool tells; until then the default holds.
    let set = Context.world.parameter(declaration)
      .flatMap { ParameterValue($0, as: standard.kind) }
      .flatMap { Value($0) }
    self.name = name
    self.value = set ?? value
    self.line = line
  }

  /// The value as text: `"top-\(top).csv"`.
  public var description: String { value.parameterValue.text }
}

extension Parameter: ArgumentConvertible {
  /// The value as one argument; that it is a parameter's is kept.
  public var arguments: [Argument] { [Argument(.parameter(name, line: line))] }
}
