/// One entry of a stage's scripts: a program file with arguments, or a line of shell text.
package enum Step: Sendable, Equatable {
  case script(Script)
  case command(Command)

  /// The inputs that the step names by using them.
  package var inputs: [Input] {
    switch self {
    case .script(let script):
      script.arguments.compactMap { argument in
        guard case .input(let path, let line) = argument.kind else { return nil }
        return Input(path, line: line)
      }
    case .command(let command): command.inputs
    }
  }

  /// The outputs that the step names by using them.
  package var outputs: [Output] {
    switch self {
    case .script(let script):
      script.arguments.compactMap { argument in
        guard case .output(let path, let line) = argument.kind else { return nil }
        return Output(path, line: line)
      }
    case .command(let command): command.outputs
    }
  }

  /// The parameters that the step is handed as variables; those among arguments are none of them.
  package var uses: [Uses.Reference] {
    switch self {
    case .script: []
    case .command(let command): command.uses
    }
  }

  /// The line of the manifest on which the step is declared.
  package var line: Int {
    switch self {
    case .script(let script): script.line
    case .command(let command): command.line
    }
  }
}
