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
  /// The line of the manifest on which the command is declared.
  package var line: Int

  /// Declares a command.
  ///
  /// `\(input: path)` and `\(output: path)` insert the path, quoted for the shell, and declare it;
  /// a glob is inserted so that the shell expands it. `\(quoted: value)` inserts any text as one
  /// word of the shell; a plain `\(value)` inserts it as it is. Of a parameter the variable that it is
  /// handed by is inserted in double quotes, so that no value can be read as shell text.
  ///
  /// - Parameters:
  ///   - text: The shell text.
  ///   - line: The line of the declaration; leave it out.
  public init(_ text: ShellText, line: Int = #line) {
    self.init(
      text: text.text,
      inputs: text.inputs,
      outputs: text.outputs,
      uses: text.uses,
      line: line
    )
  }

  /// Declares a command from text that a variable holds.
  @_disfavoredOverload
  public init(_ text: String, line: Int = #line) {
    self.init(text: text, inputs: [], outputs: [], line: line)
  }

  package init(
    text: String,
    inputs: [Input],
    outputs: [Output],
    uses: [Uses.Reference] = [],
    line: Int
  ) {
    self.text = text
    self.inputs = inputs
    self.outputs = outputs
    self.uses = uses
    self.line = line
  }
}
