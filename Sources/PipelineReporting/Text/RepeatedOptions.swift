internal import PipelineDescription

/// The options of the present command that its hints repeat, so that users can paste a hint as it stands.
package struct RepeatedOptions: Equatable, Sendable {
  /// `-C` with its value, for the shell; empty if it was not given.
  private var root: [String]
  /// `--manifest` with its value, for the shell; empty if it was not given.
  private var manifest: [String]
  /// Each `--set` with its value, for the shell.
  private var settings: [String]

  /// Takes the values of `-C`, `--manifest` and `--set`.
  package init(directory: String? = nil, manifest: String? = nil, settings: [String] = []) {
    root = directory.map { ["-C \(shellQuoted($0))"] } ?? []
    self.manifest = manifest.map { ["--manifest \(shellQuoted($0))"] } ?? []
    self.settings = settings.map { "--set \(shellQuoted($0))" }
  }

  /// Returns a command line of this tool with the options that its verb has.
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

  /// Returns a hint in which each quoted command line of this tool has the options.
  func completed(_ hint: String) -> String {
    let parts = hint.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    return parts.enumerated().map { index, part in
      index.isMultiple(of: 2) ? part : command(part)
    }.joined(separator: "`")
  }
}
