/// Why something could not be started.
package enum LaunchFault: Error, Equatable, Sendable {
  /// There is nothing at this path.
  case missing(String)
  /// The file may not be executed, and its extension names no interpreter.
  case notExecutable(String)
  /// The path is a folder.
  case isFolder(String)
  /// The path is neither a file nor a folder (a pipe, a socket, a device).
  case isNotFile(String)
  /// The folder to start in is not there, or is no folder.
  case workingFolderMissing(String)
  /// The interpreter is neither a program on PATH nor an executable file.
  case interpreterMissing(String, script: String)
  /// The first line ends in CR LF: the system would look for an interpreter with a CR in its name.
  case windowsLineEnds(script: String)
  /// An executable text without `#!` and without an extension that names an interpreter.
  case noInterpreter(String)
  /// All arguments and variables together, in bytes, are more than the system's limit.
  case argumentsTooLong(bytes: Int, limit: Int)
  /// One argument, counted from 0 without the program, is longer in bytes than the system's limit.
  case argumentTooLong(index: Int, bytes: Int, limit: Int)
  /// One environment variable is longer in bytes than the system's limit.
  case variableTooLong(name: String, bytes: Int, limit: Int)
  /// An argument, path or variable holds a zero byte, which the system cannot pass on.
  case zeroByte(in: String)
  /// The system refused, when this was asked of it.
  case system(SystemFault, call: String)
}
