/// A program file with its arguments, started without a shell.
///
/// An executable file is started directly; otherwise the extension names the interpreter
/// (`.py` python3, `.sh` sh, `.bash` bash, `.R` Rscript, `.jl` julia, `.js` node, `.rb` ruby,
/// `.pl` perl, `.swift` swift).
public struct Script: Sendable, Equatable {
  /// The program file, relative to the root.
  package var path: String
  /// The arguments, in order.
  package var arguments: [Argument]
  /// The program that reads the script, where the manifest says it outright.
  package var interpreter: String?
  /// The line of the manifest on which the script is declared.
  package var line: Int

  /// Declares a script.
  ///
  /// - Parameters:
  ///   - path: The program file, relative to the root.
  ///   - arguments: Text, numbers, parameters, lists of them, and `.input(…)` or `.output(…)`, which pass the
  ///     path and declare it in one place.
  ///   - interpreter: The program that reads the script, for example `"python3.12"`.
  ///   - line: The line of the declaration; leave it out.
  public init<each Value: ArgumentConvertible>(
    _ path: String,
    _ arguments: repeat each Value,
    interpreter: String? = nil,
    line: Int = #line
  ) {
    var all: [Argument] = []
    for argument in repeat each arguments {
      all += argument.arguments
    }
    self.init(path: path, arguments: all, interpreter: interpreter, line: line)
  }

  package init(path: String, arguments: [Argument], interpreter: String?, line: Int) {
    self.path = path
    self.arguments = arguments
    self.interpreter = interpreter
    self.line = line
  }
}
