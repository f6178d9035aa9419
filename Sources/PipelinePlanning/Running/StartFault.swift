/// Why a script could not be started.
package enum StartFault: Error, Equatable, Sendable, Codable {
  case missing(String)
  case isFolder(String)
  case notExecutable(String)
  /// Executable, but neither a program nor a text that names its interpreter.
  case noInterpreter(String)
  case interpreterMissing(String, script: String)
  case windowsLineEnds(String)
  case workingFolderMissing(String)
  /// The arguments and the environment are more than the system takes.
  case tooLong
  case system(SystemFault)
}
