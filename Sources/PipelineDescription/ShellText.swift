/// The text of a command, with the inputs, outputs and parameters that it names.
public struct ShellText: ExpressibleByStringInterpolation, Sendable {
  package var text: String
  package var inputs: [Input]
  package var outputs: [Output]
  package var uses: [Uses.Reference]

  /// Takes text without interpolations.
  public init(stringLiteral text: String) {
    self.text = text
    inputs = []
    outputs = []
    uses = []
  }

  /// Takes text with interpolations.
  public init(stringInterpolation: Interpolation) {
    text = stringInterpolation.text
    inputs = stringInterpolation.inputs
    outputs = stringInterpolation.outputs
    uses = stringInterpolation.uses
  }

  /// Collects the pieces of a command's text.
  public struct Interpolation: StringInterpolationProtocol {
    package var text = ""
    package var inputs: [Input] = []
    package var outputs: [Output] = []
    package var uses: [Uses.Reference] = []

    /// Begins an empty text.
    public init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity)
    }

    /// Appends text as it is written.
    public mutating func appendLiteral(_ literal: String) {
      text += literal
    }

    /// Appends a value as it is, without quotes.
    public mutating func appendInterpolation(_ value: some CustomStringConvertible) {
      text += value.description
    }

    /// Appends a value as one word of the shell.
    public mutating func appendInterpolation(quoted value: some CustomStringConvertible) {
      text += shellQuoted(value.description)
    }

    /// Appends the variable that hands on a parameter, in double quotes, and declares its use.
    ///
    /// It has no default argument, or the plain form above would win and insert the value unquoted.
    public mutating func appendInterpolation<Value>(_ parameter: Parameter<Value>) {
      text += "\"$\(ParameterDeclaration.variable(of: parameter.name))\""
      uses.append(Uses.Reference(name: parameter.name, line: parameter.line))
    }

    /// Appends the variable that hands on a parameter, which is quoted anyway.
    public mutating func appendInterpolation<Value>(quoted parameter: Parameter<Value>) {
      appendInterpolation(parameter)
    }

    /// Appends the path of an input, quoted for the shell, and declares it.
    public mutating func appendInterpolation(input path: String, line: Int = #line) {
      text += shellPattern(path)
      inputs.append(Input(path, line: line))
    }

    /// Appends the path of an output, quoted for the shell, and declares it.
    public mutating func appendInterpolation(output path: String, line: Int = #line) {
      text += shellPattern(path)
      outputs.append(Output(path, line: line))
    }
  }
}
