/// One line of shell text, which the runner runs as `/bin/sh -c TEXT`.
public struct Command: Sendable, Equatable {
  package var text: String
  package var inputs: [Input]
  package var outputs: [Output]
  /// The parameters that the text names.
  package var uses: [NameReference]
  package var place: Place

  /// Declares a command from shell text, into which you can insert values.
  ///
  /// `\(input: path)` and `\(output: path)` insert the path, quoted for the shell, and declare it as an input
  /// or output of the stage. The shell expands the wildcards of a glob. `\(quoted: value)` inserts a value as
  /// one word of the shell. A plain `\(value)` inserts the value without quotes. A parameter inserts its
  /// environment variable in double quotes, so that the shell never runs the value as shell text.
  public init(_ text: ShellText, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(
      text: text.content.text,
      inputs: text.content.inputs,
      outputs: text.content.outputs,
      uses: text.content.uses,
      place: Place(fileID, line)
    )
  }

  /// Declares a command from a `String`, without inputs, outputs or parameters.
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

    /// Appends a parameter's environment variable in double quotes, and declares that the stage uses it.
    ///
    /// This function must have no arguments with default values. Otherwise the compiler would prefer the
    /// overload for `CustomStringConvertible`, which does not quote.
    public mutating func appendInterpolation<Value>(_ parameter: Parameter<Value>) {
      text += "\"$\(ParameterDeclaration.variable(of: parameter.name))\""
      uses.append(NameReference(name: parameter.name, place: parameter.place))
    }

    /// Appends a parameter in the same way as `\(parameter)`, which already adds quotes.
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
      _ marks: OutputMark...,
      except: some PathConvertible = [String](),
      fileID: StaticString = #fileID,
      line: Int = #line
    ) {
      text += shellPattern(path)
      var output = Output(path, place: Place(fileID, line))
      (output.marks, output.except) = (Set(marks), except.paths)
      outputs.append(output)
    }
  }
}
