/// One line of shell text, run as `/bin/sh -c TEXT`.
public struct Command: Sendable, Equatable {
  /// The text for the shell.
  package var text: String
  /// The inputs that the text names.
  package var inputs: [Input]
  /// The outputs that the text names.
  package var outputs: [Output]
  /// The parameters that the text names.
  package var uses: [NameReference]
  package var place: Place

  /// Declares a command.
  ///
  /// `\(input: path)` and `\(output: path)` insert the path, quoted for the shell, and declare it as an
  /// input or output of the stage. The shell expands a glob. `\(quoted: value)` inserts any text as one
  /// word of the shell. A plain `\(value)` inserts it as it is. A parameter becomes its environment
  /// variable in double quotes, so that the shell never runs a value as shell text.
  ///
  /// - Parameters:
  ///   - text: The shell text.
  ///   - fileID: The file of the declaration. Leave it out: the compiler fills it in.
  ///   - line: The line of the declaration. Leave it out: the compiler fills it in.
  public init(_ text: ShellText, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(
      text: text.content.text,
      inputs: text.content.inputs,
      outputs: text.content.outputs,
      uses: text.content.uses,
      place: Place(fileID, line)
    )
  }

  /// Declares a command from a text in a variable, which declares no inputs or outputs.
  @_disfavoredOverload
  public init(_ text: String, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(text: text, inputs: [], outputs: [], place: Place(fileID, line))
  }

  package init(
    text: String,
    inputs: [Input],
    outputs: [Output],
    uses: [NameReference] = [],
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
  package var content: Interpolation

  /// Creates a text without interpolations.
  public init(stringLiteral text: String) {
    content = Interpolation(literalCapacity: 0, interpolationCount: 0)
    content.text = text
  }

  /// Creates a text with interpolations.
  public init(stringInterpolation: Interpolation) { content = stringInterpolation }

  /// Collects the pieces of a command's text.
  public struct Interpolation: StringInterpolationProtocol, Sendable {
    package var text = ""
    package var inputs: [Input] = []
    package var outputs: [Output] = []
    package var uses: [NameReference] = []

    /// Creates an empty text.
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

    /// Appends the variable of a parameter, in double quotes, and declares that the stage uses it.
    ///
    /// It is a method of its own: if it had a default argument, the compiler would prefer the plain form
    /// above, which quotes nothing.
    public mutating func appendInterpolation<Value>(_ parameter: Parameter<Value>) {
      text += "\"$\(ParameterDeclaration.variable(of: parameter.name))\""
      uses.append(NameReference(name: parameter.name, place: parameter.place))
    }

    /// Appends the variable of a parameter, which is in double quotes in any case.
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
