/// Finds a program as a shell would: a name on the search path, a path with a slash in it as it is.
package struct ProgramSearch: Sendable, Equatable {
  /// The value of PATH; folders between colons, an empty one being the working folder.
  package let searchPath: String
  /// Absolute path of the folder that relative paths start from.
  package let workingDirectory: String

  /// Where POSIX looks if PATH is not set.
  package static let standardPath = "/usr/local/bin:/usr/bin:/bin"

  /// Searches like a program started with this PATH (nil: not set) in this folder.
  package init(searchPath: String?, workingDirectory: String) {
    self.searchPath = searchPath ?? ProgramSearch.standardPath
    self.workingDirectory = workingDirectory
  }

  /// The path of an executable regular file, or nil.
  package func find(_ name: String) -> String? {
    guard !name.isEmpty else { return nil }
    if name.contains("/") { return isProgram(name) ? name : nil }
    for folder in searchPath.split(separator: ":", omittingEmptySubsequences: false) {
      let candidate = folder.isEmpty ? "./\(name)" : "\(folder)/\(name)"
      if isProgram(candidate) { return candidate }
    }
    return nil
  }

  /// A path as seen from the working folder.
  func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : "\(workingDirectory)/\(path)"
  }

  /// Whether this is a regular file that may be executed.
  private func isProgram(_ path: String) -> Bool {
    guard case .file(true, _) = ScriptFile(reading: absolute(path)) else { return false }
    return true
  }
}
