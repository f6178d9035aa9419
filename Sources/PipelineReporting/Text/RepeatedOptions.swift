internal import PipelineDescription

/// The options of the current command that its hints repeat, so that users can paste a hint as it is.
package struct RepeatedOptions: Equatable, Sendable {
  /// `-C` with its value, quoted for the shell; empty if it was not given.
  private var root: [String]
  private var manifest: [String]
  private var settings: [String]

  package init(directory: String? = nil, manifest: String? = nil, settings: [String] = []) {
    root = directory.map { ["-C \(shellQuoted($0))"] } ?? []
    self.manifest = manifest.map { ["--manifest \(shellQuoted($0))"] } ?? []
    self.settings = settings.map { "--set \(shellQuoted($0))" }
  }

  /// Adds the options to a command line of this tool, except those that its verb does not have.
  func command(_ line: String) -> String {
    let words = line.split(separator: " ").map(String.init)
    guard words.first == "pipeline", !words.contains("-C") else { return line }
    let options =
      switch words.dropFirst().first {
      case "help": [String]()
      case "init": root
      case "log": root + manifest
      default: root + manifest + settings
      }
    return options.isEmpty
      ? line : (["pipeline"] + options).joined(separator: " ") + line.dropFirst("pipeline".count)
  }

  /// Adds the options to each command line of this tool that a hint has in backticks.
  func completed(_ hint: String) -> String {
    let parts = hint.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    return parts.enumerated().map { index, part in
      index.isMultiple(of: 2) ? part : command(part)
    }.joined(separator: "`")
  }
}
