/// A program file with its arguments, which the runner starts without a shell.
///
/// The runner starts an executable file directly. For any other file, the extension decides the
/// interpreter: `.py` python3, `.sh` sh, `.bash` bash, `.R` Rscript, `.jl` julia, `.js` node, `.rb` ruby,
/// `.pl` perl, `.swift` swift.
public struct Script: Sendable, Equatable {
  /// Relative to the root.
  package var path: String
  package var arguments: [Argument]
  /// The program that runs the script, perhaps with options; nil if the manifest names none.
  package var interpreter: String?
  package var place: Place

  /// Declares a script, whose path is relative to the root.
  ///
  /// - Parameters:
  ///   - path: The program file, relative to the root.
  ///   - arguments: Text, numbers, parameters, lists of them, and `.input(…)` or `.output(…)`. Those two
  ///     pass the path and also declare it as an input or output of the stage.
  ///   - interpreter: The program that runs the script, for example `"python3.12"` or `"python3 -u"`.
  ///   - fileID: The file of the declaration. Leave it out, because the compiler fills it in.
  ///   - line: The line of the declaration. Leave it out, too.
  public init<each Value: ArgumentConvertible>(
    _ path: String,
    _ arguments: repeat each Value,
    interpreter: String? = nil,
    fileID: StaticString = #fileID,
    line: Int = #line
  ) {
    var all: [Argument] = []
    for argument in repeat each arguments {
      all += argument.arguments
    }
    self.init(path: path, arguments: all, interpreter: interpreter, place: Place(fileID, line))
  }

  package init(path: String, arguments: [Argument], interpreter: String?, place: Place) {
    self.path = path
    self.arguments = arguments
    self.interpreter = interpreter
    self.place = place
  }
}

/// One step of a stage: a program file with arguments, or shell text.
package enum Step: Sendable, Equatable {
  case script(Script)
  case command(Command)

  package var inputs: [Input] {
    switch self {
    case .script(let script):
      script.arguments.filter { $0.kind == .input }.map { Input($0.text, place: $0.place) }
    case .command(let command): command.inputs
    }
  }

  package var outputs: [Output] {
    switch self {
    case .script(let script):
      script.arguments.filter { $0.kind == .output }.map(Output.init)
    case .command(let command): command.outputs
    }
  }

  /// The parameters that the text of a command names; a script names parameters only as arguments.
  package var uses: [NameReference] {
    switch self {
    case .script: []
    case .command(let command): command.uses
    }
  }

  package var place: Place {
    switch self {
    case .script(let script): script.place
    case .command(let command): command.place
    }
  }
}

extension Script: StageClause {
  /// Content that adds this step to a stage.
  public var stageContent: StageContent { StageContent { $0.steps.append(.script(self)) } }
}

extension Command: StageClause {
  /// Content that adds this step to a stage.
  public var stageContent: StageContent { StageContent { $0.steps.append(.command(self)) } }
}

extension ManifestForm {
  func steps(_ steps: [Step], to writer: inout JSONWriter) {
    list("scripts", steps, to: &writer) { step, writer in
      writer.object { writer in
        switch step {
        case .script(let script):
          writer.string(script.path, for: "script")
          list("arguments", script.arguments, to: &writer, argument)
          if let interpreter = script.interpreter {
            writer.string(interpreter, for: "interpreter")
          }
        case .command(let command):
          self.command(command, to: &writer)
        }
        place(step.place, to: &writer)
      }
    }
  }
}
