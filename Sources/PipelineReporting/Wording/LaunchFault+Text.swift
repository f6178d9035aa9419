internal import PipelineDescription
package import PipelinePlanning

extension LaunchFault {
  /// The reason why the script could not start.
  package var text: String {
    switch self {
    case .missing(let path): "\(path.ticked) is not there"
    case .isFolder(let path): "\(path.ticked) is a folder"
    case .notExecutable(let path): "\(path.ticked) is not executable"
    case .noInterpreter(let path): "\(path.ticked) is no program and names no interpreter"
    case .interpreterMissing(let interpreter, let script):
      "\(interpreter.ticked), the interpreter of \(script.ticked), is not there"
    case .windowsLineEnds(let path): "\(path.ticked) has Windows line ends"
    case .workingFolderMissing(let path): "the working folder \(path.ticked) is not there"
    case .isNotFile(let path): "\(path.ticked) is no file"
    case .argumentsTooLong(let bytes, let limit):
      "arguments and environment have \(bytes) bytes, and the system takes \(limit)"
    case .argumentTooLong(let index, let bytes, let limit):
      "argument \(index + 1) has \(bytes) bytes, and the system takes \(limit)"
    case .variableTooLong(let name, let bytes, let limit):
      "the variable \(name.ticked) has \(bytes) bytes, and the system takes \(limit)"
    case .zeroByte: "an argument or a variable holds a zero byte, which no program can be given"
    case .system(let fault, let call):
      "the system refused: \(fault.words.printable) (\(call), errno \(fault.number))"
    }
  }

  /// An instruction for the user; nil if there is no useful one.
  package var hint: String? {
    switch self {
    case .missing: "create it, or correct its path in the manifest"
    case .isFolder: "name a script in it"
    case .isNotFile: "a script is a plain file"
    case .notExecutable(let path):
      "`chmod +x \(shellQuoted(path))`, or say what reads it: `interpreter: \"…\"`"
    case .noInterpreter:
      "begin it with a line such as `#!/usr/bin/env python3`, or say what reads it:"
        + " `interpreter: \"…\"`"
    case .interpreterMissing: "install it, or say what else reads the script: `interpreter: \"…\"`"
    case .windowsLineEnds(let path): "`sed -i 's/\\r$//' \(shellQuoted(path))` takes them out"
    case .workingFolderMissing: "it was there when the run began: start the run again"
    case .argumentsTooLong, .argumentTooLong:
      "pass a folder, or a file with the list, in place of every name"
    case .variableTooLong(let name, _, _): "unset \(name.ticked), or put its value into a file"
    case .zeroByte, .system: nil
    }
  }
}
