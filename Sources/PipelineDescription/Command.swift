/// One line of shell text, run as `/bin/sh -c TEXT`.
public struct Command: Sendable, Equatable {
  /// The text that the shell is given.
  package var text: String
  /// The inputs that the text names.
  package var inputs: [Input]
  /// The outputs that the text names.
  package var outputs: [Output]
  /// The parameters that the text names.
  package var uses: [Uses.Reference]
  package var place: Place

  /// Declares a command.
  ///
  /// `\(input: path)` and `\(output: path)` insert the path, quoted for the shell, and declare it;
  /// a glob is inserted so that the shell expands it. `\(quoted: value)` inserts any text as one
  /// word of the shell; a plain `\(value)` inserts it as it is. A parameter is inserted as its variable
  /// in double quotes, so that the shell reads no value as shell text.
  ///
  /// - Parameters:
  ///   - text: The shell text.
  ///   - fileID: The file of the declaration; leave it out.
  ///   - line: The line of the declaration; leave it out.
  public init(_ text: ShellText, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(
      text: text.text,
      inputs: text.inputs,
      outputs: text.outputs,
      uses: text.uses,
      place: Place(fileID, line)
    )
  }

  /// Declares a command from text that a variable holds.
  @_disfavoredOverload
  public init(_ text: String, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(text: text, inputs: [], outputs: [], place: Place(fileID, line))
  }

  package init(
    text: String,
    inputs: [Input],
    outputs: [Output],
    uses: [Uses.Reference] = [],
    place: Place
  ) {
    self.text = text
    self.inputs = inputs
    self.outputs = outputs
    self.uses = uses
    self.place = place
  }
}

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
    /// With a default argument, the compiler would prefer the plain form above, which quotes nothing.
    public mutating func appendInterpolation<Value>(_ parameter: Parameter<Value>) {
      text += "\"$\(ParameterDeclaration.variable(of: parameter.name))\""
      uses.append(Uses.Reference(name: parameter.name, place: parameter.place))
    }

    /// Appends the variable that hands on a parameter, which is quoted anyway.
    public mutating func appendInterpolation<Value>(quoted parameter: Parameter<Value>) {
      appendInterpolation(parameter)
    }

    /// Appends the path of an input, quoted for the shell, and declares it.
    public mutating func appendInterpolation(
      input path: String,
      fileID: StaticString = #fileID,
      line: Int = #line
    ) {
      text += shellPattern(path)
      inputs.append(Input(path, place: Place(fileID, line)))
    }

    /// Appends the path of an output, quoted for the shell, and declares it.
    public mutating func appendInterpolation(
      output path: String,
      fileID: StaticString = #fileID,
      line: Int = #line
    ) {
      text += shellPattern(path)
      outputs.append(Output(path, place: Place(fileID, line)))
    }
  }
}
