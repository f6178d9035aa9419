/// Shell text, which the runner runs as `/bin/sh -e -c TEXT`, or with bash if it has a pipe.
public struct Command: Sendable, Equatable {
  /// A part of a command's text.
  package enum Piece: Sendable, Equatable {
    /// Shell text as it is written.
    case text(String)
    /// A value that the shell takes as it is.
    case quoted(String)
    case input(Input)
    case output(Output)
    case parameter(NameReference)
  }

  package var pieces: [Piece]
  /// The inputs that the text does not insert; likewise below.
  package var declaredInputs: [Input] = []
  package var declaredOutputs: [Output] = []
  package var declaredUses: [NameReference] = []
  package var place: Place

  /// Declares a command from shell text, into which you can insert values.
  ///
  /// `\(input: path)` and `\(output: path)` insert the path, quoted for the shell, and declare it as an input
  /// or output of the stage. The shell expands a glob. `\(quoted: value)` inserts any text as one word of the
  /// shell. A plain `\(value)` inserts the value without quotes. A parameter becomes its environment variable,
  /// so that the shell never runs its value as shell text. All of them except the plain `\(value)` may stand
  /// in double quotes and in here-documents, too.
  ///
  /// - Parameters:
  ///   - text: The shell text.
  ///   - fileID: The file of the declaration. Leave it out, because the compiler fills it in.
  ///   - line: The line of the declaration. Leave it out, too.
  public init(_ text: ShellText, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(pieces: text.content.pieces, place: Place(fileID, line))
  }

  /// Declares a command from a `String`, without inputs, outputs or parameters.
  @_disfavoredOverload
  public init(_ text: String, fileID: StaticString = #fileID, line: Int = #line) {
    self.init(pieces: [.text(text)], place: Place(fileID, line))
  }

  package init(pieces: [Piece], place: Place) {
    self.pieces = pieces
    self.place = place
  }

  /// The inputs that the text inserts, then the others.
  package var inputs: [Input] {
    pieces.compactMap { if case .input(let input) = $0 { input } else { nil } } + declaredInputs
  }

  package var outputs: [Output] {
    pieces.compactMap { if case .output(let output) = $0 { output } else { nil } }
      + declaredOutputs
  }

  /// The parameters that the text names, then the others.
  package var uses: [NameReference] {
    pieces.compactMap { if case .parameter(let use) = $0 { use } else { nil } } + declaredUses
  }
}

/// The text of a command, with the inputs, outputs and parameters that it names.
public struct ShellText: ExpressibleByStringInterpolation, Sendable {
  package var content: Interpolation

  /// Creates a text without interpolations.
  public init(stringLiteral text: String) {
    content = Interpolation(literalCapacity: 0, interpolationCount: 0)
    content.pieces = [.text(text)]
  }

  /// Creates a text with interpolations.
  public init(stringInterpolation: Interpolation) { content = stringInterpolation }

  /// Collects the pieces of a command's text.
  public struct Interpolation: StringInterpolationProtocol, Sendable {
    package var pieces: [Command.Piece] = []

    /// Creates an empty text.
    public init(literalCapacity: Int, interpolationCount: Int) {
      pieces.reserveCapacity(2 * interpolationCount + 1)
    }

    /// Appends text as it is written.
    public mutating func appendLiteral(_ literal: String) {
      if literal.isEmpty { return }
      if case .text(let before)? = pieces.last {
        pieces[pieces.count - 1] = .text(before + literal)
      } else {
        pieces.append(.text(literal))
      }
    }

    /// Appends a value as it is, without quotes.
    @_disfavoredOverload
    public mutating func appendInterpolation(_ value: some CustomStringConvertible) {
      appendLiteral(value.description)
    }

    /// Appends a value that the shell takes as it is.
    @_disfavoredOverload
    public mutating func appendInterpolation(quoted value: some CustomStringConvertible) {
      pieces.append(.quoted(value.description))
    }

    /// Appends a parameter's environment variable, and declares that the stage uses it.
    public mutating func appendInterpolation<Value>(
      _ parameter: Parameter<Value>,
      fileID: StaticString = #fileID,
      line: Int = #line
    ) {
      pieces.append(.parameter(NameReference(name: parameter.name, place: Place(fileID, line))))
    }

    /// Appends a parameter as `\(parameter)` does.
    public mutating func appendInterpolation<Value>(
      quoted parameter: Parameter<Value>,
      fileID: StaticString = #fileID,
      line: Int = #line
    ) {
      appendInterpolation(parameter, fileID: fileID, line: line)
    }

    /// Appends the path of an input, quoted for the shell, and declares it.
    public mutating func appendInterpolation(
      input path: String,
      fileID: StaticString = #fileID,
      line: Int = #line
    ) {
      pieces.append(.input(Input(path, place: Place(fileID, line))))
    }

    /// Appends the path of an output, quoted for the shell, and declares it.
    public mutating func appendInterpolation(
      output path: String,
      _ marks: OutputMark...,
      except: some PathConvertible = [String](),
      fileID: StaticString = #fileID,
      line: Int = #line
    ) {
      var output = Output(path, place: Place(fileID, line))
      (output.marks, output.except) = (Set(marks), except.paths)
      pieces.append(.output(output))
    }
  }
}

extension ManifestForm {
  /// Writes a command's text as a string, or as a list of its pieces if values are inserted.
  func command(_ command: Command, to writer: inout JSONWriter) {
    if case .text(let text)? = command.pieces.first, command.pieces.count == 1 {
      writer.string(text, for: "command")
    } else {
      writer.key("command")
      writer.array { writer in
        for piece in command.pieces { self.piece(piece, of: command, to: &writer) }
      }
    }
    inputs(command.declaredInputs, to: &writer)
    outputs(command.declaredOutputs, to: &writer)
    names("uses", command.declaredUses, to: &writer)
  }

  private func piece(_ piece: Command.Piece, of command: Command, to writer: inout JSONWriter) {
    func object(_ key: StaticString, _ value: String, _ place: Place?, _ output: Output? = nil) {
      writer.object { writer in
        writer.string(value, for: key)
        if let output { details(of: output, to: &writer) }
        if let place { self.place(place, to: &writer) }
      }
    }
    switch piece {
    case .text(let text): writer.string(text)
    case .quoted(let value): object("quoted", value, nil)
    case .input(let input): object("input", input.path, input.place)
    case .output(let output): object("output", output.path, output.place, output)
    case .parameter(let use): object("parameter", use.name, use.place)
    }
  }
}
