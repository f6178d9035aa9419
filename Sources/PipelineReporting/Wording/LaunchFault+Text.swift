internal import PipelineDescription
package import PipelinePlanning

extension LaunchFault {
  package var text: String {
    switch self {
    case .missing(let path): "\(path.ticked) does not exist"
    case .isFolder(let path): "\(path.ticked) is a folder"
    case .notExecutable(let path) where Document(path) != nil,
      .noInterpreter(let path) where Document(path) != nil:
      "\(path.ticked) is \(Document(path)?.name ?? ""), which `pipeline` cannot start by itself"
    case .notExecutable(let path): "\(path.ticked) is not executable"
    case .noInterpreter(let path): "\(path.ticked) is not a program, and has no `#!` line"
    case .interpreterMissing(let interpreter, let script):
      "\(interpreter.ticked), the interpreter of \(script.ticked), does not exist"
    case .windowsLineEnds(let path): "\(path.ticked) has Windows line endings"
    case .workingFolderMissing(let path): "the working folder \(path.ticked) does not exist"
    case .isNotFile(let path): "\(path.ticked) is not a regular file"
    case .argumentsTooLong(let bytes, let limit):
      "arguments and environment have \(bytes) bytes; the limit of the system is \(limit)"
    case .argumentTooLong(let index, let bytes, let limit):
      "argument \(index + 1) has \(bytes) bytes; the limit of the system is \(limit)"
    case .variableTooLong(let name, let bytes, let limit):
      "the variable \(name.ticked) has \(bytes) bytes; the limit of the system is \(limit)"
    case .zeroByte: "an argument or a variable contains a NUL byte, which no program can receive"
    case .system(let fault, let call):
      "the system refused: \(fault.words.printable) (\(call), errno \(fault.number))"
    }
  }

  /// The fault of a command, whose text is one argument of the shell.
  var commandText: String {
    guard case .argumentTooLong(_, let bytes, let limit) = self else { return text }
    return "its text has \(bytes) bytes; the limit of the system is \(limit)"
  }

  package var hint: String? {
    switch self {
    case .missing: "create it, or correct its path in the manifest"
    case .isFolder: "name a script in it"
    case .isNotFile: "a script must be a regular file"
    case .notExecutable(let path) where Document(path) != nil,
      .noInterpreter(let path) where Document(path) != nil:
      "use a command that runs it, such as `\(Document(path)?.command(for: path) ?? "")`"
    case .notExecutable(let path):
      "`chmod +x \(shellQuoted(path))`, or declare its interpreter: `interpreter: \"…\"`"
    case .noInterpreter:
      "begin it with a line such as `#!/usr/bin/env python3`, or declare its interpreter:"
        + " `interpreter: \"…\"`"
    case .interpreterMissing: "install it, or declare another interpreter: `interpreter: \"…\"`"
    case .windowsLineEnds(let path): "`sed -i 's/\\r$//' \(shellQuoted(path))` removes them"
    case .workingFolderMissing: "it existed when the run began; start the run again"
    case .argumentsTooLong, .argumentTooLong:
      "pass a folder, a glob that a program expands, or a file that lists the names (`xargs` reads one)"
    case .variableTooLong(let name, _, _): "unset \(name.ticked), or put its value into a file"
    case .zeroByte, .system: nil
    }
  }
}

/// A document that needs a special program; an interpreter cannot run it as a script.
private enum Document: String {
  case notebook = "ipynb"
  case markdown = "rmd"
  case quarto = "qmd"

  init?(_ path: String) {
    guard let dot = path.lastIndex(of: ".") else { return nil }
    self.init(rawValue: path[path.index(after: dot)...].lowercased())
  }

  var name: String {
    switch self {
    case .notebook: "a notebook"
    case .markdown: "an R Markdown document"
    case .quarto: "a Quarto document"
    }
  }

  func command(for path: String) -> String {
    switch self {
    case .notebook:
      "papermill \(shellQuoted(path)) out.ipynb` or `jupyter execute \(shellQuoted(path))"
    case .markdown: "Rscript -e \(shellQuoted("rmarkdown::render(\"\(path)\")"))"
    case .quarto: "quarto render \(shellQuoted(path))"
    }
  }
}
